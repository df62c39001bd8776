import { StudioError } from '../../../shared/errors';
import { disabledStagesOf } from './stage-disabled';
import { stageRows, type StageRow } from './stage-rows';
import type { ManifestStore } from './store';

/**
 * Waits for the answer to the newest text: until then lines are those of an older one.
 * @throws StudioError `conflict` if the text does not resolve
 */
export function settled(store: ManifestStore): Promise<void> {
  return new Promise((resolve, reject) => {
    const look = () => {
      const { resolving, resolved } = store.getState();
      if (resolving.kind === 'resolving') return false;
      if (resolving.kind === 'ready' && resolved?.manifest) resolve();
      else
        reject(
          new StudioError('conflict', 'The target does not resolve now, so its stages cannot be found in the files.', {
            hint: 'Undo the last edit, or mend the problem in the text.',
          }),
        );
      return true;
    };
    if (look()) return;
    const end = store.subscribe(() => {
      if (look()) end();
    });
  });
}

/** The row of a key in the newest answer. */
export function currentRow(store: ManifestStore, key: string | undefined): StageRow | undefined {
  const { good, documents, sources } = store.getState();
  if (!good || key === undefined) return undefined;
  const rows = stageRows(good, disabledStagesOf(good.files, documents, sources));
  return rows.find((row): row is StageRow => row.kind !== 'pipeline' && row.key === key);
}
