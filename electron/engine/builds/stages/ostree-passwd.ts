import { StudioError } from '../../../../shared/errors';
import { inputOf, readText, requireText, writeText } from './paths';
import { anyInput, object } from './schemas';
import { defineStage } from './stage';

/** Lines of both, the first line of each name: what is before the first colon. */
export function mergeByName(first: string, second: string): string {
  const lines = new Map<string, string>();
  for (const line of first.split(/(?<=\n)/)) if (line !== '') lines.set(line.split(':')[0] ?? '', line);
  const before = new Set(lines.keys());
  for (const line of second.split(/(?<=\n)/)) {
    const name = line.split(':')[0] ?? '';
    if (line !== '' && !before.has(name)) lines.set(name, line);
  }
  return [...lines.values()].join('');
}

/** subuid(5) without comments and what is not understood; an empty line between entries. */
export function subordinateIds(text: string): string {
  const entries = new Map<string, string>();
  for (const line of text.split('\n').map((one) => one.trim())) {
    const [name, , , more] = line.split(':');
    if (name === undefined || line === '' || line.startsWith('#')) continue;
    if (line.split(':').length === 3 && more === undefined) entries.set(name, line);
  }
  return [...entries.values()].map((line) => `${line}\n`).join('\n');
}

/** A new tree gets the users and groups of a commit, so that their numbers stay the same. */
export const ostreePasswd = defineStage<object>({
  type: 'org.osbuild.ostree.passwd',
  summary: 'Take users and groups over from a commit',
  options: object({}),
  inputs: object({ commits: anyInput }, ['commits']),
  tools: [],
  async run(context) {
    const input = inputOf(context, 'commits');
    const [[commit, { path: folder }] = ['', {}], ...others] = input.refs;
    if (commit === '' || others.length > 0)
      throw new StudioError('invalid-input', "The input 'commits' must have exactly one commit.");
    const root = `${input.path}/${(folder ?? commit).replace(/^\/+/, '')}`;
    const etc = `${context.tree}/etc`;
    await context.run('mkdir', ['-p', '--', etc], { quiet: true });
    for (const name of ['passwd', 'group']) {
      const first = (await readText(context, `${root}/usr/etc/${name}`)) ?? '';
      await writeText(
        context,
        `${etc}/${name}`,
        mergeByName(first, await requireText(context, `${root}/usr/lib/${name}`)),
      );
    }
    for (const name of ['subuid', 'subgid']) {
      const entries = subordinateIds((await readText(context, `${root}/usr/etc/${name}`)) ?? '');
      if (entries !== '') await writeText(context, `${etc}/${name}`, entries);
    }
  },
});
