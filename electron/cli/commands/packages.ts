/** What a target's repositories offer: searching them, and what would change. */
import type { Defines } from '../../../shared/manifest/types';
import { StudioError } from '../../../shared/errors';
import { parseDefine } from '../../../shared/manifest/defines';
import { formatEvr } from '../../../shared/packages/nevra';
import type { PackageDiff } from '../../../shared/packages/types';
import { text, texts, type Command, type CommandContext } from '../command';
import { bytes, table, when } from '../output';

const targetOf = (word: string | undefined): string => {
  if (word === undefined)
    throw new StudioError('invalid-input', 'No target is named.', { hint: 'The command targets lists them.' });
  return word.replace(/\.(qcow2|img|repo)$/, '');
};

async function search({ client, output, values }: CommandContext, target: string, words: readonly string[]) {
  const by = text(values, 'by') ?? 'name';
  if (by !== 'name' && by !== 'provides' && by !== 'file')
    throw new StudioError('invalid-input', `'${by}' is nothing to search by.`, { hint: '--by name, provides or file' });
  const found = await client.call('packages.search', { target, query: words.join(' '), by, limit: 200 });
  output.value(found);
  const rows = found.rows.map((one) => [
    ...[`${one.name}.${one.arch}`, formatEvr(one), one.repo, bytes(one.installSize)],
    one.file ?? one.summary,
  ]);
  for (const line of table(rows)) output.line(line);
  if (found.total > found.rows.length) output.line(`… ${found.total - found.rows.length} more`);
  return found.total > 0 ? 0 : 1;
}

async function info({ client, output }: CommandContext, target: string, [name]: readonly string[]) {
  if (name === undefined) throw new StudioError('invalid-input', 'No package is named.');
  const known = await client.call('packages.search', { target, query: name, by: 'name', names: [name], limit: 10 });
  const [first] = known.rows.filter((row) => row.name === name);
  if (!first) throw new StudioError('not-found', `No repository of ${target} has a package ${name}.`);
  const details = await client.call('packages.details', { target, name, arch: first.arch });
  output.value(details);
  const rows = [
    ['Name', `${details.name}.${details.arch}`],
    ['Versions', details.versions.map(({ evr, repo }) => `${evr} (${repo})`).join(', ')],
    ['Size', `${bytes(details.installSize)} installed, ${bytes(details.downloadSize)} to download`],
    ['License', details.license],
    ['Source', details.source],
    ['Built', when(details.buildTime)],
    ['URL', details.url],
    ['Requires', details.requires.map((one) => one.text).join(', ')],
    ['Required by', details.requiredBy.slice(0, 20).join(', ')],
    ['Advisories', details.advisories.map(({ id }) => id).join(', ')],
  ];
  for (const line of table(rows.filter(([, value]) => value !== ''))) output.line(line);
  output.line(`\n${details.description}`);
  return 0;
}

function printDiff({ output }: CommandContext, { changes, sizeDelta, before, after }: PackageDiff): void {
  const sign = { added: '+', removed: '-', upgraded: '^', downgraded: 'v' } as const;
  const rows = changes.map((one) => [
    ...[sign[one.kind], `${one.name}.${one.arch}`, one.before ?? '', one.after ?? ''],
    bytes(one.sizeDelta),
  ]);
  for (const line of table(rows)) output.line(line);
  output.line(`${before} packages before, ${after} after; ${bytes(sizeDelta)} more installed.`);
}

async function diff(context: CommandContext, target: string) {
  const { client, output, values } = context;
  const saved = await client.call('manifest.defines', { target });
  const more: Defines = Object.fromEntries(texts(values, 'define').map(parseDefine));
  const found = await client.call('packages.preview', { target, defines: { ...saved, ...more } });
  output.value(found);
  for (const { severity, message } of found.problems) output.error(`${severity}: ${message}`);
  for (const { title } of found.fixes) output.line(`Way out: ${title}`);
  if (found.problems.some(({ severity }) => severity === 'error')) return 2;
  printDiff(context, found.diff);
  for (const { message } of found.flags) output.line(`Note: ${message}`);
  return 0;
}

async function lock(context: CommandContext, target: string) {
  const { client, output, values } = context;
  const asked = ['update', 'on', 'off', 'remove'].filter((name) => values[name] === true);
  if (asked.length > 1)
    throw new StudioError('invalid-input', `Only one of --${asked.join(', --')} can be done at a time.`);
  if (asked[0] === 'remove') {
    const removed = await client.call('packages.removeLock', { target });
    output.value({ path: removed.path });
    output.line(`${removed.path} is gone.`);
    return 0;
  }
  const state =
    asked[0] === 'update'
      ? await client.call('packages.saveLock', { target })
      : asked[0] === undefined
        ? await client.call('packages.lock', { target })
        : await client.call('packages.setLockEnabled', { target, enabled: asked[0] === 'on' });
  output.value(state);
  if (!state.exists) {
    output.line(`${target} is not locked; packages lock ${target} --update locks it.`);
    return 0;
  }
  output.line(`${state.path}: ${state.packages} packages, ${state.enabled ? 'used by builds' : 'switched off'}.`);
  if (state.drift && state.drift.changes.length > 0) printDiff(context, state.drift);
  for (const name of state.vanished) output.line(`In no repository any more: ${name}`);
  return 0;
}

async function updates({ client, output }: CommandContext, target: string) {
  const found = await client.call('packages.updates', { target });
  output.value(found);
  if (found.against === undefined) output.line(`${target} has no commit yet.`);
  const rows = found.updates.map((one) => [
    ...[`${one.name}.${one.arch}`, one.before, one.after, one.repo, one.advisories.join(' ')],
  ]);
  for (const line of table(rows)) output.line(line);
  return 0;
}

const VERBS = { search, info, diff, lock, updates } as const;

export const packages: Command = {
  name: 'packages',
  usage:
    'packages search TARGET [--by name|provides|file] WORD…  |  info TARGET NAME  |  diff TARGET [-D NAME=JSON]…  |  ' +
    'lock TARGET [--update|--on|--off|--remove]  |  updates TARGET',
  summary: "Search a target's repositories; show what a choice would change, its lock file, and newer packages",
  options: {
    by: { type: 'string' },
    define: { type: 'string', short: 'D', multiple: true },
    ...{ update: { type: 'boolean' }, on: { type: 'boolean' }, off: { type: 'boolean' }, remove: { type: 'boolean' } },
  },
  async run(context) {
    const [verb = '', target, ...rest] = context.words;
    if (!Object.hasOwn(VERBS, verb))
      throw new StudioError('invalid-input', `'${verb}' is nothing that packages can do.`, {
        hint: `One of ${Object.keys(VERBS).join(', ')}.`,
      });
    await context.workspace();
    return VERBS[verb as keyof typeof VERBS](context, targetOf(target), rest);
  },
};
