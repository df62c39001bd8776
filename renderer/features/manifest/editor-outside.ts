/** Changes of files that are made beside the editor, in the editor's own history: its undo takes them back as well. */
import { isolateHistory, redo, undo } from '@codemirror/commands';
import { EditorState, Transaction, type StateCommand } from '@codemirror/state';
import { changesBetween } from './document-merge';
import { extensionsOf } from './editor-extensions';
import { keptFiles, keptKey } from './file-editor';
import type { ManifestStore } from './store';

/** Replaces the text of an open file, as one step of undo. */
export function changeOutside(store: ManifestStore, path: string, before: string, after: string): void {
  const kept = keptFiles(store);
  const key = keptKey(store, path);
  const change = { changes: changesBetween(before, after), annotations: isolateHistory.of('full'), userEvent: 'input' };
  if (kept.live?.key() === key) {
    kept.live.view.dispatch(change);
    return;
  }
  const known = kept.files.get(key);
  const state = inStep(
    known?.state ?? EditorState.create({ doc: before, extensions: extensionsOf(path, store) }),
    before,
  );
  kept.files.set(key, { state: state.update(change).state, scroll: undefined });
  store.getState().edit(path, after);
}

/** Takes the last change of a file back: false if there is none. */
export function undoOutside(store: ManifestStore, path: string): boolean {
  return step(store, path, undo);
}

/** Makes it again. */
export function redoOutside(store: ManifestStore, path: string): boolean {
  return step(store, path, redo);
}

function step(store: ManifestStore, path: string, command: StateCommand): boolean {
  const kept = keptFiles(store);
  const key = keptKey(store, path);
  if (kept.live?.key() === key) return command(kept.live.view);
  const known = kept.files.get(key);
  if (!known) return false;
  const document = store.getState().documents.get(path);
  const state = document?.kind === 'open' ? inStep(known.state, document.text) : known.state;
  let after: EditorState | undefined;
  const done = command({ state, dispatch: (transaction) => (after = transaction.state) });
  if (!done || !after) return false;
  kept.files.set(key, { state: after, scroll: undefined });
  store.getState().edit(path, after.doc.toString());
  return true;
}

/** The disk's text may have been taken since the editor was left: that is nothing to undo. */
function inStep(state: EditorState, text: string): EditorState {
  const current = state.doc.toString();
  if (current === text) return state;
  return state.update({ changes: changesBetween(current, text), annotations: Transaction.addToHistory.of(false) })
    .state;
}
