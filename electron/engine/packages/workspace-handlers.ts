/** What a workspace's own file says of packages: repositories, mirrors, notes. */
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { NounHandlers } from '../../../shared/contract';
import { StudioError } from '../../../shared/errors';
import type { Workspace } from '../../../shared/manifest/types';
import type { MirrorOverride, WorkspaceRepository } from '../../../shared/packages/types';
import { findTarget } from '../manifest/target';
import { changeSettings, readSettings } from '../workspace/workspace-file';
import { repositoryUrl } from './addresses';
import { dearmour } from './metadata/signature';

type Handlers = Pick<
  NounHandlers<'packages'>,
  'packages.workspaceRepositories' | 'packages.saveRepositories' | 'packages.notes' | 'packages.setNote'
>;

function invalid(message: string, hint: string, field: string): StudioError {
  return new StudioError('invalid-input', message, { hint, detail: { field } });
}

const isWeb = (text: string): boolean => /^https?:\/\/[^\s/]+/.test(text) && URL.canParse(text);
const isFile = (text: string): boolean => /^file:\/\/\//.test(text) && URL.canParse(text);

function checkAddress({ id, baseurl, folder }: WorkspaceRepository): void {
  const isFolder = !/^[A-Za-z][A-Za-z0-9+.-]*:/.test(baseurl);
  const leavesIt = isFolder && !path.isAbsolute(baseurl) && path.normalize(baseurl).startsWith('..');
  if (leavesIt) throw invalid(`The folder of '${id}' is outside of the workspace.`, 'Write its whole path.', 'baseurl');
  if (/[\r\n\0]/.test(baseurl) || !(isFolder || isWeb(baseurl) || isFile(baseurl)))
    throw invalid(
      `'${id}' has no address that can be read: ${baseurl.slice(0, 200)}`,
      'It begins with https:, http: or file:, or names a folder of the workspace.',
      'baseurl',
    );
  if (folder && !isFolder && !isFile(baseurl))
    throw invalid(`'${id}' is on a server: only a folder can be indexed.`, 'Choose a folder of RPMs.', 'folder');
}

/** @throws StudioError `invalid-input` for the first repository or mirror that cannot be used */
export function checkRepositories(
  repositories: readonly WorkspaceRepository[],
  mirrors: readonly MirrorOverride[],
): void {
  const seen = new Set<string>();
  for (const repository of repositories) {
    const { id, gpgKey } = repository;
    if (seen.has(id)) throw invalid(`Two repositories are called '${id}'.`, 'Give each an id of its own.', 'id');
    seen.add(id);
    checkAddress(repository);
    if (gpgKey !== undefined) dearmour(gpgKey);
  }
  for (const { from, to } of mirrors)
    for (const text of [from, to])
      if (!isWeb(text) && !isFile(text))
        throw invalid(
          `The mirror's address '${text.slice(0, 200)}' is none.`,
          'Begin it with https:, http: or file:.',
          'mirrors',
        );
}

/** The folder of a repository in the file system, or undefined. */
export function folderOf(workspace: Workspace, { baseurl }: WorkspaceRepository): string | undefined {
  const url = repositoryUrl(workspace.path, baseurl);
  return url.startsWith('file:') ? fileURLToPath(url) : undefined;
}

/** Folders that the studio keeps indexed. */
export function watchedFolders(workspace: Workspace, repositories: readonly WorkspaceRepository[]): string[] {
  const kept = repositories.filter(({ folder, enabled }) => folder && enabled);
  return [...new Set(kept.flatMap((one) => folderOf(workspace, one) ?? []))];
}

/** @param changed called after repositories were saved */
export function workspaceHandlers(current: () => Workspace, changed: () => Promise<void>): Handlers {
  return {
    async 'packages.workspaceRepositories'() {
      const { repositories, mirrors } = await readSettings(current().path);
      return { repositories, mirrors };
    },
    async 'packages.saveRepositories'({ repositories, mirrors }) {
      checkRepositories(repositories, mirrors);
      await changeSettings(current().path, (settings) => ({ ...settings, repositories, mirrors }));
      await changed();
      return null;
    },
    async 'packages.notes'({ target }) {
      const { notes } = await readSettings(current().path);
      return Object.hasOwn(notes, target) ? (notes[target] ?? {}) : {};
    },
    async 'packages.setNote'({ target, name, note }) {
      findTarget(current(), target);
      await changeSettings(current().path, (settings) => {
        const before = Object.entries(settings.notes[target] ?? {}).filter(([other]) => other !== name);
        const own = Object.fromEntries(note === null ? before : [...before, [name, note]]);
        const others = Object.entries(settings.notes).filter(([other]) => other !== target);
        const notes = Object.fromEntries(Object.keys(own).length > 0 ? [...others, [target, own]] : others);
        return { ...settings, notes };
      });
      return null;
    },
  };
}
