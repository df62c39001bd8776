/** A new image: a copy of another one's manifest, or such a copy with the stages and packages of a template. */
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { NounHandlers } from '../../../shared/contract';
import { StudioError } from '../../../shared/errors';
import type { Workspace } from '../../../shared/manifest/types';
import { readWorkspaceFile } from '../manifest/workspace-path';
import { renamedImage, withPackages, withStages } from './image-text';
import { MANIFEST } from './walk';

/** Makes a file of a workspace. @throws StudioError `conflict` if there is one */
export type CreateFile = (file: { path: string; text: string }) => Promise<unknown>;

/**
 * What is added to the root file system's pipeline of an image. A template's first comments are its title, what it is
 * for, and (where it needs some) its packages.
 */
interface Template {
  readonly id: string;
  readonly title: string;
  readonly summary: string;
  /** Packages that the distribution has to have. */
  readonly packages: readonly string[];
  /** YAML: a list of stages, not indented. */
  readonly stages: string;
}

interface Image {
  /** The manifest that it was made from. */
  readonly manifest: string;
  readonly text: string;
}

type ImageHandlers = Pick<NounHandlers<'workspace'>, 'workspace.newImage' | 'workspace.templates'>;

const imageOf = (manifest: string): string => path.posix.basename(manifest).replace(MANIFEST, '');

/** @throws StudioError `invalid-input` for a name that cannot be a part of a target's name, `conflict` */
function checkName(name: string, { targets }: Workspace): void {
  if (!/^[A-Za-z0-9_]{1,60}$/.test(name))
    throw new StudioError('invalid-input', `'${name}' cannot be an image's name.`, {
      hint: 'Use letters, digits and underscores, at most 60: it becomes a part of target names.',
      detail: { field: 'name' },
    });
  const other = targets.find(({ layout, image }) => layout === 'images' && image.toLowerCase() === name.toLowerCase());
  if (other)
    throw new StudioError('conflict', `There is an image '${other.image}' already.`, {
      hint: 'Choose another name.',
      detail: { file: other.manifest },
    });
}

function added(text: string, { stages, packages }: Pick<Template, 'stages' | 'packages'>): string | undefined {
  const more = packages.length > 0 ? withPackages(text, packages) : text;
  return more === undefined ? undefined : withStages(more, stages);
}

/** The image that a template can build on: the one called minimal, else (unless it is to be minimal) the first. */
async function baseOf(workspace: Workspace, template: Template): Promise<Image | undefined> {
  // The starter's own repository has only the packages of its image.
  if (workspace.starter && template.packages.length > 0) return undefined;
  const images = workspace.targets.filter(({ layout }) => layout === 'images').map(({ manifest }) => manifest);
  const isMinimal = (manifest: string): boolean => imageOf(manifest) === 'minimal';
  const unique = [...new Set(images)].sort((a, b) => Number(isMinimal(b)) - Number(isMinimal(a)));
  for (const manifest of unique) {
    if (template.stages === '' && !isMinimal(manifest)) continue;
    const { text } = await readWorkspaceFile(workspace.path, manifest).catch(() => ({ text: '' }));
    const whole = added(text, template);
    if (whole !== undefined) return { manifest, text: whole };
  }
  return undefined;
}

/** The templates of a folder, the plainest first. */
async function readTemplates(folder: string): Promise<Template[]> {
  const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith('.yml')).sort();
  const templates = await Promise.all(
    names.map(async (name): Promise<Template> => {
      const text = await readFile(path.join(folder, name), 'utf8');
      const [head = '', title = '', summary = '', list] = /^# (.+)\n# (.+)\n(?:# Packages: (.+)\n)?/.exec(text) ?? [];
      const packages = list?.split(' ') ?? [];
      return { id: name.replace(/\.yml$/, ''), title, summary, packages, stages: text.slice(head.length) };
    }),
  );
  return templates.sort((a, b) => Number(a.stages !== '') - Number(b.stages !== ''));
}

/** @param templates the folder of the product's templates */
export function createImages(current: () => Workspace, templates: string, create: CreateFile): ImageHandlers {
  const fromTemplate = async (id: string): Promise<Image> => {
    const template = (await readTemplates(templates)).find((one) => one.id === id);
    const base = template && (await baseOf(current(), template));
    if (base) return base;
    throw new StudioError('not-found', `There is no template '${id}' for this workspace.`, {
      hint: 'Copy an image instead.',
    });
  };
  const fromCopy = async (manifest: string): Promise<Image> => {
    const { text } = await readWorkspaceFile(current().path, manifest);
    if (MANIFEST.test(manifest)) return { manifest, text };
    throw new StudioError('invalid-input', `'${manifest}' is no image.`, { hint: 'Copy a file *.mpp.yml.' });
  };
  return {
    async 'workspace.newImage'({ name, from }) {
      checkName(name, current());
      const { manifest, text } = await (from.kind === 'copy' ? fromCopy(from.manifest) : fromTemplate(from.id));
      const [suffix = '.mpp.yml'] = MANIFEST.exec(manifest) ?? [];
      const file = path.posix.join(path.posix.dirname(manifest), name + suffix);
      await create({ path: file, text: renamedImage(text, imageOf(manifest), name) });
      return { path: file };
    },
    async 'workspace.templates'() {
      const all = await readTemplates(templates);
      const bases = await Promise.all(all.map((template) => baseOf(current(), template)));
      return all.filter((_, index) => bases[index]).map(({ id, title, summary }) => ({ id, title, summary }));
    },
  };
}
