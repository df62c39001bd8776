/** What the dialogs ask before something is queued. */
import type { StudioClient } from '../../../shared/contract';
import { toWire } from '../../../shared/errors';
import type { BuildsState, Set } from './store';

type Reads = Pick<BuildsState, 'repository' | 'formatsOf' | 'linesOf' | 'chooseFile'>;

/** Commits that are offered to choose from. */
const MOST_COMMITS = 2000;
const MOST_LINES = 2000;

export function sourceReads(client: StudioClient, set: Set): Reads {
  return {
    async repository() {
      const repository = await client.call('history.repository', {});
      if (!repository.exists) return { repository, commits: [] };
      return { repository, commits: await client.call('history.log', { refs: [], limit: MOST_COMMITS }) };
    },
    async formatsOf(target) {
      const workspace = await client.call('workspace.current', null);
      return workspace?.targets.find(({ name }) => name === target)?.formats ?? [];
    },
    async linesOf(id) {
      const { records } = await client.call('builds.log', { id, from: 0, limit: MOST_LINES });
      return records.map(({ text }) => text);
    },
    async chooseFile(title, save) {
      try {
        return (await client.call('app.chooseFile', { title, ...(save === undefined ? {} : { save }) })) ?? undefined;
      } catch (thrown) {
        set({ problem: toWire(thrown) });
        return undefined;
      }
    },
  };
}
