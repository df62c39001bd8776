/** The commits of one repository in memory. A commit never changes, so each is read once. */
import { StudioError } from '../../../shared/errors';
import { FormatError } from './gvariant';
import { parseCommitSummary, type CommitSummary } from './objects';
import { CommitPresence } from './presence';
import { readObject, type Repo } from './repo';
import { createSlices } from './slices';

export interface IndexedCommit extends CommitSummary {
  /** Why it cannot be read, in a sentence; the other fields are empty then. */
  readonly problem?: string;
}

/** Beyond this a history is not shown whole; memory would end first. */
const MAX_COMMITS = 2_000_000;

export class CommitIndex {
  readonly #commits = new Map<string, IndexedCommit>();
  readonly #presence: CommitPresence[] = [];
  #turn: Promise<unknown> = Promise.resolve();

  /**
   * Commits reachable from the heads, in no particular order. A head that is not in the repository is there with a
   * `problem`; a parent that is not is absent.
   */
  reachable(repo: Repo, heads: readonly string[]): Promise<Map<string, IndexedCommit>> {
    const next = this.#turn.then(() => this.#load(repo, heads));
    this.#turn = next.catch(() => undefined);
    return next;
  }

  async #load(repo: Repo, heads: readonly string[]): Promise<Map<string, IndexedCommit>> {
    await this.#refresh(repo);
    const slices = createSlices();
    const found = new Map<string, IndexedCommit>();
    for (const head of heads) {
      let at: string | undefined = head;
      while (at !== undefined && !found.has(at)) {
        if (!this.#has(at)) {
          this.#commits.delete(at);
          if (at === head) found.set(at, broken('Its commit is not in the repository.'));
          break;
        }
        const commit = this.#read(repo, at);
        found.set(at, commit);
        if (found.size > MAX_COMMITS)
          throw new StudioError('invalid-input', `${repo.path} has more than ${MAX_COMMITS} commits.`);
        at = commit.parent;
        if (slices.due()) await slices.rest();
      }
    }
    return found;
  }

  async #refresh(repo: Repo): Promise<void> {
    let index = 0;
    for (let at: Repo | undefined = repo; at; at = at.parent, index += 1) {
      await (this.#presence[index] ??= new CommitPresence()).refresh(at);
    }
    this.#presence.length = index;
  }

  #has(checksum: string): boolean {
    return this.#presence.some((presence) => presence.has(checksum));
  }

  #read(repo: Repo, checksum: string): IndexedCommit {
    const known = this.#commits.get(checksum);
    if (known) return known;
    const commit = readSummary(repo, checksum);
    if (commit.problem === undefined) this.#commits.set(checksum, commit);
    return commit;
  }
}

function broken(problem: string): IndexedCommit {
  return { parent: undefined, subject: '', version: undefined, timestamp: 0, problem };
}

function readSummary(repo: Repo, checksum: string): IndexedCommit {
  try {
    const bytes = readObject(repo, checksum, 'commit');
    return bytes ? parseCommitSummary(bytes) : broken('Its commit is not in the repository.');
  } catch (thrown) {
    if (thrown instanceof FormatError) return broken(`The commit is damaged: ${thrown.message}.`);
    return broken(`The commit cannot be read: ${thrown instanceof Error ? thrown.message : String(thrown)}.`);
  }
}

/** Length of the line of commits that ends in each head. Memory: one number for each commit. */
export function countCommits(commits: ReadonlyMap<string, IndexedCommit>, heads: readonly string[]): number[] {
  const depth = new Map<string, number>();
  return heads.map((head) => {
    const line: string[] = [];
    const met = new Set<string>();
    let at: string | undefined = head;
    while (at !== undefined && !depth.has(at) && !met.has(at) && commits.has(at)) {
      line.push(at);
      met.add(at);
      at = commits.get(at)?.parent;
    }
    let count = at === undefined ? 0 : (depth.get(at) ?? 0);
    for (const checksum of line.reverse()) depth.set(checksum, (count += 1));
    return depth.get(head) ?? 0;
  });
}
