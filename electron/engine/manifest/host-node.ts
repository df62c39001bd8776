/** The preprocessor's host on this machine: files, the clock, the solver, skopeo, ostree and the network. */
import { createHash, randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { StudioError } from '../../../shared/errors';
import { run } from '../run';
import type { PreprocessHost } from './host';

export interface NodeHostOptions {
  solve: PreprocessHost['solve'];
  signal?: AbortSignal;
  /** Told what expressions write, with its line ends. */
  onPrint?: (text: string, stream: 'stdout' | 'stderr') => void;
}

/** Architecture of this machine as rpm spells it. */
export function hostArch(): string {
  const names: Record<string, string> = { x64: 'x86_64', arm64: 'aarch64', ia32: 'i386', ppc64: 'ppc64le' };
  return names[process.arch] ?? process.arch;
}

export function nodeHost(options: NodeHostOptions): PreprocessHost {
  const { signal } = options;
  const withSignal = signal ? { signal } : {};
  return {
    now: () => Date.now() / 1000,
    uuid4: () => randomUUID(),
    print: (text, stream) => options.onPrint?.(text, stream),
    readFile: async (file) => {
      if (signal?.aborted) throw new StudioError('cancelled', 'Reading the manifest was cancelled.');
      return readFile(file).catch((thrown: unknown) => {
        const { code, message } = thrown as NodeJS.ErrnoException;
        if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
        throw new StudioError('invalid-input', `'${file}' cannot be read: ${message}.`, { cause: thrown });
      });
    },
    solve: options.solve,
    fetchDigest: (url) => fetchDigest(url, signal),
    inspectImage: async (reference) => {
      const { stdout } = await run('skopeo', ['inspect', '--raw', reference], withSignal);
      return Buffer.from(stdout, 'utf8');
    },
    resolveCommit: (remote, ref) => resolveCommit(remote, ref, withSignal),
  };
}

async function fetchDigest(url: string, signal: AbortSignal | undefined): Promise<string> {
  const fail = (why: string, cause?: unknown): StudioError =>
    new StudioError('invalid-input', `'${url}' cannot be fetched: ${why}.`, { hint: 'Check the URL.', cause });
  if (url.startsWith('file:')) {
    const bytes = await readFile(new URL(url)).catch((thrown: unknown) => {
      throw fail((thrown as Error).message, thrown);
    });
    return createHash('sha256').update(bytes).digest('hex');
  }
  try {
    const response = await fetch(url, signal ? { signal } : {});
    if (!response.ok) throw fail(`the server answered ${response.status}`);
    const hash = createHash('sha256');
    if (response.body)
      for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) hash.update(chunk);
    return hash.digest('hex');
  } catch (thrown) {
    if (thrown instanceof StudioError) throw thrown;
    if (signal?.aborted) throw new StudioError('cancelled', 'Fetching was cancelled.');
    throw fail(thrown instanceof Error ? thrown.message : String(thrown), thrown);
  }
}

/** Pulls only the commit's metadata into a throw-away repository. */
async function resolveCommit(
  remote: { url: string; contentUrl?: string; gpgKeys: readonly string[] },
  ref: string,
  options: { signal?: AbortSignal },
): Promise<string> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'studio-ref-'));
  try {
    const ostree = (...argv: string[]) => run('ostree', [`--repo=${folder}`, ...argv], options);
    await ostree('init', '--mode=archive');
    const verify = remote.gpgKeys.length > 0;
    const content = remote.contentUrl === undefined ? [] : [`--contenturl=${remote.contentUrl}`];
    await ostree('remote', 'add', ...(verify ? [] : ['--no-gpg-verify']), ...content, 'source', remote.url);
    for (const key of remote.gpgKeys) {
      await run('ostree', [`--repo=${folder}`, 'remote', 'gpg-import', '--stdin', 'source'], {
        ...options,
        stdin: key,
      });
    }
    await ostree('pull', '--commit-metadata-only', '--mirror', 'source', ref);
    const { stdout } = await ostree('rev-parse', ref);
    return stdout.trim();
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
