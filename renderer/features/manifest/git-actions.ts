/** What git says of the workspace, and files as they were at a commit. */
import type { StudioClient } from '../../../shared/contract';
import type { GitFileState, GitRevision, GitStatus } from '../../../shared/manifest/types';
import type { GetManifest, SetManifest } from './store';

export interface GitState {
  /** Undefined until it was asked; without a repository its `repository` is false. */
  readonly git: GitStatus | undefined;
  /** Texts at HEAD of files that were looked at; null where HEAD has no such file. */
  readonly heads: ReadonlyMap<string, string | null>;
  refreshGit(): Promise<void>;
  /** Reads a file's text at HEAD, once. */
  readHead(path: string): Promise<void>;
  /** A file's text at a commit; null if it was not there. */
  textAt(path: string, commit: string): Promise<string | null>;
  /** Commits that changed a file, newest first. */
  historyOf(path: string): Promise<readonly GitRevision[]>;
}

export const EMPTY_GIT: Pick<GitState, 'git' | 'heads'> = { git: undefined, heads: new Map() };

export function gitActions(client: StudioClient, set: SetManifest, get: GetManifest): Omit<GitState, 'git' | 'heads'> {
  let asked = 0;
  return {
    async refreshGit() {
      const mine = (asked += 1);
      const workspace = get().workspace?.path;
      // Without git everything else works: nothing is said.
      const git = await client.call('workspace.git', null).catch(() => undefined);
      if (mine !== asked || get().workspace?.path !== workspace) return;
      const moved = git?.head !== get().git?.head;
      set({ git, ...(moved ? { heads: new Map() } : {}) });
      const { file } = get();
      if (moved && file !== undefined) await get().readHead(file);
    },
    async readHead(path) {
      const { git, heads, workspace } = get();
      if (git?.head === undefined || heads.has(path)) return;
      const text = await client.call('workspace.gitText', { path, commit: git.head }).catch(() => undefined);
      const now = get();
      if (text === undefined || now.git?.head !== git.head || now.workspace?.path !== workspace?.path) return;
      set({ heads: new Map(now.heads).set(path, text) });
    },
    textAt: (path, commit) => client.call('workspace.gitText', { path, commit }),
    historyOf: (path) => client.call('workspace.gitLog', { path }),
  };
}

/** As git's own short status writes it, in words, and as a tone for its colour. */
export const GIT_LETTERS: Readonly<
  Record<GitFileState, { letter: string; words: string; tone: 'new' | 'edit' | 'gone' }>
> = {
  modified: { letter: 'M', words: 'Modified since the last commit', tone: 'edit' },
  added: { letter: 'A', words: 'Added, not committed', tone: 'new' },
  untracked: { letter: 'U', words: 'Untracked: git does not know this file', tone: 'new' },
  deleted: { letter: 'D', words: 'Deleted since the last commit', tone: 'gone' },
  renamed: { letter: 'R', words: 'Renamed since the last commit', tone: 'edit' },
  conflict: { letter: 'C', words: 'Merge conflict: both sides changed it', tone: 'gone' },
};
