/** Edits of stages: each is a small change of the text of the file that the stage is written in, and one step of its undo. */
import { useMemo } from 'react';
import { useStore } from 'zustand';
import { fromWire, StudioError, toWire } from '../../../shared/errors';
import type { Place, Stage } from '../../../shared/manifest/types';
import { useNotify, type Notify } from '../../ui/notify';
import { changeOutside, redoOutside, undoOutside } from './editor-outside';
import type { OptionPath } from './schema-form-context';
import { refusalOf } from './stage-refusal';
import { placeOf, stageKey, type LiveRow, type StageRow } from './stage-rows';
import { currentRow, settled } from './stage-settled';
import type { ManifestStore } from './store';

export interface StageEdits {
  /** Why a stage cannot be edited here; undefined if it can. */
  readonly refusal: (row: StageRow) => string | undefined;
  /** Sets an option, or takes it away where the value is undefined. */
  setOption(row: StageRow, path: OptionPath, value: unknown): Promise<void>;
  /** Adds a stage after the chosen one, or at the end of the pipeline. */
  add(pipeline: string, stage: Stage): Promise<void>;
  remove(row: StageRow): Promise<void>;
  duplicate(row: StageRow): Promise<void>;
  /** Switches a stage off or on. */
  toggle(row: StageRow): Promise<void>;
  moveBy(row: StageRow, step: 1 | -1): Promise<void>;
  /** Moves a stage before or after another one. */
  moveTo(row: StageRow, other: StageRow, after: boolean): Promise<void>;
  readonly canUndo: boolean;
  undo(): void;
  redo(): void;
}

/** What reads and writes YAML is read when it is needed first. */
const texts = () =>
  Promise.all([import('./stage-text'), import('./stage-option-text')]).then(([a, b]) => ({ ...a, ...b }));
type Texts = Awaited<ReturnType<typeof texts>>;
type Change = (text: Texts, source: string, place: Place) => string;

/** The edits of a store's stages. What cannot be done is said, with the reason. */
export function useStageEdits(store: ManifestStore): StageEdits {
  const notify = useNotify();
  const canUndo = useStore(store, (state) => state.editsDone.length > 0);
  return useMemo(() => stageEdits(store, notify, canUndo), [store, notify, canUndo]);
}

function stageEdits(store: ManifestStore, notify: Notify, canUndo: boolean): StageEdits {
  const edit = editor(store, notify);
  const undo = () => stepBack(store);
  return {
    refusal: refusalOf,
    canUndo,
    undo,
    redo: () => stepForward(store),
    setOption: (row, path, value) =>
      edit(row, (text, source, place) =>
        value === undefined ? text.removeOption(source, place, path) : text.setOption(source, place, path, value),
      ).then(() => undefined),
    async add(pipeline, stage) {
      const chosen = currentRow(store, store.getState().stage);
      const after = chosen?.pipeline === pipeline ? chosen : lastRow(store, pipeline);
      if (!after) {
        notify({
          text: `${pipeline} has no stage yet to add one after: write the first one in its file.`,
          tone: 'bad',
        });
        return;
      }
      const done = await edit(after, (text, source, place) => text.addStage(source, place, stage));
      if (done && after.kind === 'stage') choose(store, pipeline, after.index + 1);
    },
    async remove(row) {
      const done = await edit(row, (text, source, place) => text.removeStage(source, place));
      if (done) notify({ text: `${row.type} was removed`, action: { label: 'Undo', run: undo } });
    },
    async duplicate(row) {
      const done = await edit(row, (text, source, place) => text.duplicateStage(source, place));
      if (done && row.kind === 'stage') choose(store, row.pipeline, row.index + 1);
    },
    toggle: (row) =>
      edit(row, (text, source, place) =>
        row.kind === 'disabled' ? text.enableStage(source, place) : text.disableStage(source, place),
      ).then(() => undefined),
    async moveBy(row, step) {
      if (row.kind !== 'stage') return;
      const other = await neighbour(store, row, step);
      if (other) await move(row, other, step > 0);
    },
    moveTo: move,
  };

  async function move(row: StageRow, other: StageRow, after: boolean): Promise<void> {
    const file = placeOf(row)?.file;
    const target = placeOf(other);
    if (!target || file !== target.file) {
      notify({ text: `They are written in different files: ${file ?? '?'} and ${target?.file ?? '?'}.`, tone: 'bad' });
      return;
    }
    const done = await edit(row, (text, source, place) => text.moveStage(source, place, target, after));
    if (!done || row.kind !== 'stage' || other.kind !== 'stage') return;
    const at = other.index + (after ? 1 : 0);
    choose(store, row.pipeline, at > row.index ? at - 1 : at);
  }
}

function choose(store: ManifestStore, pipeline: string, index: number): void {
  store.getState().chooseStage(stageKey(pipeline, index));
}

/** Makes one change at a row's place, after what is under way: places are those of the newest text. */
function editor(store: ManifestStore, notify: Notify) {
  return async (row: StageRow, change: Change): Promise<boolean> => {
    try {
      await settled(store);
      const now = currentRow(store, row.key);
      if (now?.type !== row.type) throw new StudioError('conflict', `${row.type} is not there any more.`);
      const refusal = refusalOf(now);
      const place = placeOf(now);
      if (refusal !== undefined || !place) throw new StudioError('invalid-input', refusal ?? 'Its place is not known.');
      const before = await openText(store, place.file);
      const after = change(await texts(), before, place);
      if (after === before) return false;
      changeOutside(store, place.file, before, after);
      store.setState(({ editsDone }) => ({ editsDone: [...editsDone, place.file], editsUndone: [] }));
      store.getState().resolve();
      return true;
    } catch (thrown) {
      const { message, hint } = toWire(thrown);
      const place = placeOf(row);
      const open = place && {
        label: 'Go there',
        run: () => store.getState().openFile(place.file, place.line, place.column),
      };
      notify({ text: [message, hint].filter(Boolean).join(' '), tone: 'bad', ...(open ? { action: open } : {}) });
      return false;
    }
  };
}

/** The text of a file as it is edited; it is opened without being shown. */
async function openText(store: ManifestStore, path: string): Promise<string> {
  if (store.getState().documents.get(path)?.kind !== 'open') await store.getState().reload(path);
  const document = store.getState().documents.get(path);
  if (document?.kind === 'open') return document.text;
  throw document?.kind === 'failed'
    ? fromWire(document.error)
    : new StudioError('not-found', `${path} cannot be read.`);
}

function stepBack(store: ManifestStore): void {
  const { editsDone, resolve } = store.getState();
  const path = editsDone.at(-1);
  if (path === undefined || !undoOutside(store, path)) return;
  store.setState((state) => ({ editsDone: state.editsDone.slice(0, -1), editsUndone: [...state.editsUndone, path] }));
  resolve();
}

function stepForward(store: ManifestStore): void {
  const { editsUndone, resolve } = store.getState();
  const path = editsUndone.at(-1);
  if (path === undefined || !redoOutside(store, path)) return;
  store.setState((state) => ({ editsUndone: state.editsUndone.slice(0, -1), editsDone: [...state.editsDone, path] }));
  resolve();
}

async function neighbour(store: ManifestStore, row: LiveRow, step: 1 | -1): Promise<StageRow | undefined> {
  await settled(store);
  return currentRow(store, stageKey(row.pipeline, row.index + step));
}

function lastRow(store: ManifestStore, pipeline: string): StageRow | undefined {
  const outline = store.getState().good?.pipelines.find(({ name }) => name === pipeline);
  return outline && currentRow(store, stageKey(pipeline, outline.stages.length - 1));
}
