/** The headless shell: argv into a call of the contract, its answer into text or JSON, its error into an exit status. */
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { parseArgs, type ParseArgsConfig } from 'node:util';
import { EXIT_STATUS, StudioError, toWire, type WireError } from '../../shared/errors';
import { nearestName } from '../../shared/manifest/nearest';
import type { Workspace } from '../../shared/manifest/types';
import { defaultDataDir } from '../engine/context';
import { text, type Command } from './command';
import { build, retry, starterRepository } from './commands/build';
import { check } from './commands/check';
import { demo } from './commands/demo';
import { engines } from './commands/engines';
import { doctor, jobs, log, machines, refs, resolve, show, targets } from './commands/look';
import { attach, boot, reboot, remove, rollback, runInGuest, status, stop, upgrade } from './commands/machine';
import { packages } from './commands/packages';
import { queue } from './commands/queue';
import { delta, fsck, prune, pull } from './commands/repository';
import { createOutput, table, type Output } from './output';
import { openSession, type Session } from './session';

const COMMANDS: readonly Command[] = [
  ...[targets, resolve, check, packages, build, starterRepository, jobs, queue, retry],
  ...[refs, log, show, pull, delta, prune, fsck],
  ...[machines, boot, attach, status, upgrade, reboot, rollback, runInGuest, stop, remove],
  ...[doctor, engines, demo],
];

const COMMON: NonNullable<ParseArgsConfig['options']> = {
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
  workspace: { type: 'string', short: 'w' },
  'data-dir': { type: 'string' },
};

const PROGRAM = process.env.STUDIO_PROGRAM ?? 'ostree-studio-cli';

export function helpText(): string {
  const rows = COMMANDS.map((command) => [`  ${command.usage}`, command.summary]);
  const lines = rows.flatMap(([usage = '', summary = '']) => [usage, `      ${summary}`]);
  return [
    `Usage: ${PROGRAM} COMMAND …`,
    '',
    ...lines,
    '',
    ...table([
      ['  --json', 'one JSON document a line, for programs'],
      ['  -w, --workspace DIR', 'work in this workspace instead of the last one'],
      ['  --data-dir DIR', 'keep jobs, machines and caches there'],
      ['  --version, --help', ''],
    ]),
  ].join('\n');
}

function findCommand(name: string): Command {
  const found = COMMANDS.find((command) => command.name === name);
  if (found) return found;
  if (name.startsWith('-'))
    throw new StudioError('invalid-input', `'${name}' stands before the command.`, {
      hint: `Options come after it: ${PROGRAM} COMMAND ${name} …`,
    });
  const near = nearestName(
    name,
    COMMANDS.map((command) => command.name),
  );
  throw new StudioError('invalid-input', `There is no command '${name}'.`, {
    hint: near ? `Did you mean '${near}'?` : `${PROGRAM} --help lists them.`,
  });
}

function parse(command: Command, argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      options: { ...COMMON, ...command.options },
      allowPositionals: true,
      strict: true,
    });
  } catch (cause) {
    const message = cause instanceof Error ? (cause.message.split('. ')[0] ?? '') : String(cause);
    throw new StudioError('invalid-input', `${command.name}: ${message}.`, { hint: `Usage: ${command.usage}`, cause });
  }
}

async function openWorkspace(session: Session, asked: string | undefined): Promise<Workspace> {
  if (asked !== undefined) return session.client.call('workspace.open', { path: path.resolve(asked) });
  const current = await session.client.call('workspace.current', undefined);
  return current ?? session.client.call('workspace.createStarter', {});
}

/** Runs the command with an engine that is closed afterwards; a temporary data folder is removed. */
async function runCommand(
  command: Command,
  argv: readonly string[],
  output: Output,
  signal: AbortSignal,
): Promise<number> {
  const { values, positionals } = parse(command, argv);
  if (values.help) {
    output.line(`Usage: ${PROGRAM} ${command.usage}\n\n${command.summary}`);
    return 0;
  }
  const asked = text(values, 'data-dir');
  const isTemporary = command.fresh === true && asked === undefined;
  const dataDir = isTemporary
    ? await mkdtemp(path.join(os.tmpdir(), 'ostree-studio-'))
    : asked === undefined
      ? defaultDataDir(process.env, os.homedir())
      : path.resolve(asked);
  const session = await openSession(dataDir, __dirname);
  try {
    const status = await command.run({
      client: session.client,
      output,
      values,
      words: positionals,
      signal,
      workspace: () => openWorkspace(session, text(values, 'workspace')),
      lendPort: session.lendPort,
    });
    return status ?? 0;
  } finally {
    await session.close();
    if (isTemporary) await rm(dataDir, { recursive: true, force: true });
  }
}

/** One clear sentence, the place, what the program said last, and what to do. */
export function errorText({ message, hint, detail }: WireError): string {
  const place = detail?.file === undefined ? '' : `${detail.file}:${detail.line ?? 1}: `;
  const lines = [`${place}${message}`];
  for (const line of detail?.tail?.slice(-12) ?? []) if (!message.includes(line)) lines.push(`  ${line}`);
  if (hint !== undefined) lines.push(hint);
  if (detail?.command !== undefined) lines.push(`  ${detail.command}`);
  return lines.join('\n');
}

async function main(argv: readonly string[]): Promise<number> {
  const [name, ...rest] = argv;
  const output = createOutput(rest.includes('--json'), process.stdout, process.stderr);
  const cancel = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => cancel.abort());
  try {
    if (name === '--version') output.line(process.env.STUDIO_VERSION ?? '');
    else if (name === undefined || name === '--help' || name === '-h' || name === 'help') output.line(helpText());
    else return await runCommand(findCommand(name), rest, output, cancel.signal);
    return 0;
  } catch (thrown) {
    const error = toWire(thrown);
    if (output.json) output.value({ error });
    else output.error(errorText(error));
    return EXIT_STATUS[error.code];
  }
}

// A reader that closes the pipe early, such as head(1), is not an error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(0);
});
void main(process.argv.slice(2)).then((status) => {
  process.exitCode = status;
});
