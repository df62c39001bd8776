/** A new image: a copy of another one's manifest, or such a copy with the stages of a template. */
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { isMap, isScalar, isSeq, parseDocument } from 'yaml';
import { StudioError } from '../../../shared/errors';
import type { Workspace } from '../../../shared/manifest/types';

/** Stages that go into the root file system's pipeline; the first two comments are its title and what it is for. */
export interface Template {
  readonly id: string;
  readonly title: string;
  readonly summary: string;
  /** YAML: a list of stages, not indented. */
  readonly stages: string;
}

/** @throws StudioError `invalid-input` for a name that cannot be a part of a target's name */
export function checkImageName(name: string): void {
  if (/^[A-Za-z][A-Za-z0-9_+-]{0,63}$/.test(name)) return;
  throw new StudioError('invalid-input', `'${name}' cannot be an image's name.`, {
    hint: 'Use letters, digits, dashes and underscores, and begin with a letter: it becomes a part of target names.',
    detail: { field: 'name' },
  });
}

/** The text of an image's manifest with another `name` among its variables; comments and form stay. */
export function renamedImage(text: string, from: string, to: string): string {
  const vars = parseDocument(text).get('mpp-vars');
  if (!isMap(vars)) return text;
  const value = vars.items.find(({ key }) => isScalar(key) && key.value === 'name')?.value;
  if (!isScalar(value) || value.value !== from || !value.range) return text;
  const [start, end] = value.range;
  const quote = /^["']/.exec(text.slice(start, end))?.[0] ?? '';
  return `${text.slice(0, start)}${quote}${to}${quote}${text.slice(end)}`;
}

/** The text with more stages at the end of its pipeline `rootfs`; undefined if it has none in block style. */
export function withStages(text: string, stages: string): string | undefined {
  const pipelines = parseDocument(text).get('pipelines');
  if (!isSeq(pipelines)) return undefined;
  const rootfs = pipelines.items.find((item) => isMap(item) && item.get('name') === 'rootfs');
  const list = isMap(rootfs) ? rootfs.get('stages') : undefined;
  if (!isSeq(list) || list.flow || list.items.length === 0) return undefined;
  const last = list.items.at(-1);
  const range = isMap(last) ? last.range : undefined;
  const first = isMap(list.items[0]) ? list.items[0].range : undefined;
  if (!range || !first) return undefined;
  // The dash stands two columns before what it introduces.
  const column = first[0] - (text.lastIndexOf('\n', first[0] - 1) + 1) - 2;
  const end = endOfLine(text, range[1]);
  const body = stages.trimEnd().replace(/^(?=.)/gm, ' '.repeat(Math.max(0, column)));
  return `${text.slice(0, end)}${body}\n${text.slice(end)}`;
}

/** Where the line after the last one that is not blank begins. */
function endOfLine(text: string, from: number): number {
  const kept = text.slice(0, from).trimEnd().length;
  const next = text.indexOf('\n', kept);
  return next < 0 ? text.length : next + 1;
}

/** The image that templates build on: the one called minimal, else the first that can take stages. */
export async function baseImage(workspace: Workspace): Promise<{ manifest: string; text: string } | undefined> {
  const images = workspace.targets.filter(({ layout }) => layout === 'images').map(({ manifest }) => manifest);
  const unique = [...new Set(images)].sort((a, b) => Number(/minimal/.test(b)) - Number(/minimal/.test(a)));
  for (const manifest of unique) {
    const text = await readFile(path.join(workspace.path, manifest), 'utf8').catch(() => '');
    if (withStages(text, '- type: org.osbuild.noop\n') !== undefined) return { manifest, text };
  }
  return undefined;
}

export async function readTemplates(folder: string): Promise<Template[]> {
  const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith('.yml')).sort();
  return Promise.all(
    names.map(async (name): Promise<Template> => {
      const text = await readFile(path.join(folder, name), 'utf8');
      const [head = '', title = '', summary = ''] = /^# (.+)\n# (.+)\n/.exec(text) ?? [];
      return { id: name.replace(/\.yml$/, ''), title, summary, stages: text.slice(head.length) };
    }),
  );
}
