/** Commands that only look: targets, resolve, refs, log, show, jobs, machines, doctor. */
import { StudioError } from '../../../shared/errors';
import type { PackageDiff } from '../../../shared/packages/types';
import type { Commit } from '../../../shared/history/types';
import { parseDefine } from '../../../shared/manifest/defines';
import { texts, type Command } from '../command';
import { bytes, seconds, short, table, when } from '../output';

export const targets: Command = {
  name: 'targets',
  usage: 'targets',
  summary: 'List what the workspace can build',
  async run({ output, workspace }) {
    const { targets: found } = await workspace();
    output.value(found);
    for (const target of found) for (const format of target.formats) output.line(`${target.name}.${format}`);
  },
};

export const resolve: Command = {
  name: 'resolve',
  usage: 'resolve TARGET [-D NAME=JSON]…  |  resolve [-I DIR]… [-D NAME[=JSON]]… [--cache DIR] [--sort-keys] SRC DST',
  summary: 'Print the resolved osbuild manifest of a target; or resolve the file SRC into DST as osbuild-mpp does',
  options: { define: { type: 'string', short: 'D', multiple: true } },
  async run({ client, words, values, workspace }) {
    await workspace();
    const target = (words[0] ?? '').replace(/\.(qcow2|img|repo)$/, '');
    const defines = Object.fromEntries(texts(values, 'define').map(parseDefine));
    const resolved = await client.call('manifest.resolve', { target, defines });
    for (const { severity, file, line, message } of resolved.problems)
      process.stderr.write(`${file ? `${file}:${line ?? 1}: ` : ''}${severity}: ${message}\n`);
    if (!resolved.manifest) return 2;
    process.stdout.write(`${JSON.stringify(resolved.manifest, null, 2)}\n`);
    return 0;
  },
};

export const refs: Command = {
  name: 'refs',
  usage: 'refs',
  summary: "List the repository's refs",
  async run({ client, output, workspace }) {
    await workspace();
    const repository = await client.call('history.repository', {});
    output.value(repository);
    if (!repository.exists) output.line(`${repository.path} is not there yet: the first build makes it.`);
    const rows = repository.refs.map((ref) => [
      ref.name,
      short(ref.head),
      ref.version ?? '',
      when(ref.timestamp),
      `${ref.commits} commits`,
    ]);
    for (const line of table(rows)) output.line(line);
  },
};

/** `+2 ↑1 −0`: what changed against the parent, in a few characters. */
export function diffSummary(diff: PackageDiff): string {
  const count = (kind: string): number => diff.changes.filter((change) => change.kind === kind).length;
  const parts = [
    ['+', count('added')],
    ['-', count('removed')],
    ['^', count('upgraded')],
    ['v', count('downgraded')],
  ] as const;
  return (
    parts
      .filter(([, n]) => n > 0)
      .map(([sign, n]) => `${sign}${n}`)
      .join(' ') || 'no change of packages'
  );
}

function diffLines(diff: PackageDiff): string[] {
  return diff.changes.map(({ kind, name, before, after }) => {
    if (kind === 'added') return `+ ${name} ${after ?? ''}`;
    if (kind === 'removed') return `- ${name} ${before ?? ''}`;
    return `${kind === 'upgraded' ? '^' : 'v'} ${name} ${before ?? ''} -> ${after ?? ''}`;
  });
}

export const log: Command = {
  name: 'log',
  usage: 'log [REF]',
  summary: 'Show commits, newest first, and what each changed',
  async run({ client, output, words, workspace }) {
    await workspace();
    const commits = await client.call('history.log', { refs: [...words] });
    output.value(commits);
    for (const commit of commits) {
      output.line(`commit ${commit.checksum}${commit.refs.length > 0 ? `  (${commit.refs.join(', ')})` : ''}`);
      if (commit.parent)
        output.line(`Parent:  ${commit.parent}${commit.parentMissing ? '  (not in the repository)' : ''}`);
      const { contentChecksum, diff } = await client.call('history.commit', { checksum: commit.checksum });
      output.line(`ContentChecksum:  ${contentChecksum}`);
      output.line(`Date:  ${when(commit.timestamp)}`);
      if (commit.version !== undefined) output.line(`Version: ${commit.version}`);
      if (diff)
        for (const line of [`Packages: ${diffSummary(diff)}`, ...diffLines(diff).map((each) => `    ${each}`)])
          output.line(line);
      output.line(commit.subject ? `\n    ${commit.subject}\n` : '');
    }
  },
};

/** The commit that a checksum, its beginning, or a ref names. */
export function findCommit(commits: readonly Commit[], word: string): Commit {
  const found = commits.filter(
    (commit) => commit.refs.includes(word) || (/^[0-9a-f]{4,64}$/.test(word) && commit.checksum.startsWith(word)),
  );
  const [commit] = found;
  if (!commit)
    throw new StudioError('not-found', `There is no commit '${word}'.`, { hint: 'npm run studio -- log lists them.' });
  if (found.length > 1)
    throw new StudioError('invalid-input', `'${word}' names ${found.length} commits.`, {
      hint: 'Give more of the checksum.',
    });
  return commit;
}

export const show: Command = {
  name: 'show',
  usage: 'show COMMIT|REF',
  summary: 'Show everything about a commit',
  async run({ client, output, words, workspace }) {
    await workspace();
    const { checksum } = findCommit(await client.call('history.log', {}), words[0] ?? '');
    const details = await client.call('history.commit', { checksum });
    output.value(details);
    const rows = [
      ['Commit', details.checksum],
      ['Content', details.contentChecksum],
      ['Parent', details.parent ?? 'none'],
      ['Date', when(details.timestamp)],
      ['Version', details.version ?? ''],
      ['Size', details.size === undefined ? 'unknown' : `${bytes(details.size)} in ${details.files ?? 0} files`],
      ['Packages', details.packages === undefined ? 'unknown' : String(details.packages)],
      ['Job', details.job ?? 'not made by this studio'],
      ...details.metadata.map(({ key, value }) => [key, value.length > 100 ? `${value.slice(0, 100)}…` : value]),
    ];
    for (const line of table(rows)) output.line(line);
    if (details.diff)
      for (const line of ['', `Against the parent: ${diffSummary(details.diff)}`, ...diffLines(details.diff)])
        output.line(line);
    if (details.note) output.line(details.note);
  },
};

export const jobs: Command = {
  name: 'jobs',
  usage: 'jobs',
  summary: 'List build jobs',
  async run({ client, output }) {
    const found = await client.call('builds.list', undefined);
    output.value(found);
    const rows = found.map((job) => {
      const { status } = job;
      const took =
        status.kind === 'done' || status.kind === 'failed' ? seconds((status.endedAt - status.startedAt) / 1000) : '';
      return [job.id, status.kind, took, job.title, status.kind === 'failed' ? status.error.message : ''];
    });
    for (const line of table(rows)) output.line(line);
  },
};

export const machines: Command = {
  name: 'machines',
  usage: 'machines',
  summary: 'List virtual machines',
  async run({ client, output }) {
    const found = await client.call('machines.list', undefined);
    output.value(found);
    for (const line of table(found.map(({ id, state, name, image }) => [id, state.kind, name, image])))
      output.line(line);
  },
};

export const doctor: Command = {
  name: 'doctor',
  usage: 'doctor',
  summary: 'Say what is installed, what is missing, and the command that mends it',
  async run({ client, output }) {
    const report = await client.call('setup.check', { probe: true });
    output.value(report);
    const rows = report.checks.map((check) => [
      check.state,
      check.title,
      check.found ?? '',
      check.problem ?? check.purpose,
    ]);
    for (const line of table(rows)) output.line(line);
    for (const check of report.checks)
      if (check.state === 'missing' && check.command) output.line(`\n${check.title}: ${check.command}`);
    output.line(`\n${report.privilege.explanation}`);
    return report.checks.some((check) => check.state === 'missing') ? 3 : 0;
  },
};
