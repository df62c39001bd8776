/** The command line that does what a job does, quoted for a POSIX shell. */
import type { BuildRequest } from '../../../shared/builds/types';

/** One word of a shell command. */
export function shellQuote(word: string): string {
  return /^[A-Za-z0-9_@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

export function commandOf(request: BuildRequest): string {
  if (request.kind === 'starter-repository') return 'npm run studio -- starter-repository';
  if (request.kind !== 'target' && request.kind !== 'image-of-commit') return `npm run studio -- ${request.kind}`;
  const defines = Object.entries(request.defines).flatMap(([name, value]) => [
    '-D',
    `${name}=${JSON.stringify(value)}`,
  ]);
  const repo = request.ostreeRepo ? [`OSTREE_REPO=${request.ostreeRepo}`] : [];
  const commit = request.kind === 'image-of-commit' ? ['--commit', request.commit] : [];
  const engine = request.engine === 'auto' ? [] : ['--engine', request.engine];
  return ['npm', 'run', 'studio', '--', 'build', request.target, ...defines, ...repo, ...commit, ...engine]
    .map(shellQuote)
    .join(' ');
}
