/** One CodeMirror view for all files of the workspace: each file keeps its own undo history, selection and scrolling. */
import { EditorState, type StateEffect } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import type { Problem, Variable } from '../../../shared/manifest/types';
import { changesBetween } from './document-merge';
import { extensionsOf } from './editor-extensions';
import { compareWith } from './editor-git';
import { tellProblems } from './editor-problems';
import { showValues } from './editor-values';
import type { Jump, ManifestStore } from './store';

export interface KeptFile {
  readonly state: EditorState;
  readonly scroll: StateEffect<unknown> | undefined;
}
export interface Kept {
  readonly files: Map<string, KeptFile>;
  /** The last jump that was made. */
  jumped: number;
  /** The view that is in the document, and the key of the file that it shows. */
  live?: { readonly view: EditorView; readonly key: () => string | undefined } | undefined;
}

/** Outlives the view: undo still works after a look at another place of the window. */
const keptOf = new WeakMap<ManifestStore, Kept>();

/** What is kept of the files of a store, made where there is none. */
export function keptFiles(store: ManifestStore): Kept {
  const kept = keptOf.get(store) ?? { files: new Map<string, KeptFile>(), jumped: 0 };
  keptOf.set(store, kept);
  return kept;
}

/** Names a file of the open workspace among what is kept. */
export function keptKey(store: ManifestStore, path: string): string {
  return `${store.getState().workspace?.path ?? ''}\n${path}`;
}

/** Puts the focus into the text, if one is in sight. */
export function focusEditor(store: ManifestStore): void {
  keptOf.get(store)?.live?.view.focus();
}

export interface FileEditor {
  /** Shows a file; its text is taken anew where the disk's has changed. */
  show(path: string, text: string): void;
  mark(problems: readonly Problem[], variables: readonly Variable[]): void;
  /** Marks the lines that differ from this text: the file at HEAD. */
  compare(head: string | null | undefined): void;
  /** Each jump is made once. */
  jump(jump: Jump): void;
  /** Offset of the text at a point of the window. */
  offsetAt(x: number, y: number): number | undefined;
  readonly view: EditorView;
  destroy(): void;
}

export function createFileEditor(parent: HTMLElement, store: ManifestStore): FileEditor {
  const kept = keptFiles(store);
  const view = new EditorView({ parent });
  let shown: { path: string; key: string } | undefined;
  kept.live = { view, key: () => shown?.key };
  const keep = () => {
    if (shown) kept.files.set(shown.key, { state: view.state, scroll: view.scrollSnapshot() });
  };
  return {
    view,
    show(path, text) {
      const key = keptKey(store, path);
      if (shown?.key !== key) {
        keep();
        const before = kept.files.get(key);
        view.setState(before?.state ?? EditorState.create({ doc: text, extensions: extensionsOf(path, store) }));
        if (before?.scroll) view.dispatch({ effects: before.scroll });
        shown = { path, key };
        store.getState().setCursor(view.state.selection.main.head);
      }
      const changes = changesBetween(view.state.doc.toString(), text);
      if (changes.length > 0) view.dispatch({ changes });
    },
    mark(problems, variables) {
      if (!shown) return;
      tellProblems(view, shown.path, problems);
      view.dispatch(showValues(view.state, shown.path, variables));
    },
    compare: (head) => view.dispatch(compareWith(view.state, head)),
    offsetAt: (x, y) => view.posAtCoords({ x, y }) ?? undefined,
    jump({ file, line, column, turn }) {
      if (shown?.path !== file || kept.jumped === turn) return;
      kept.jumped = turn;
      const { doc } = view.state;
      const found = doc.line(Math.max(1, Math.min(doc.lines, line)));
      const at = Math.min(found.to, found.from + Math.max(0, column - 1));
      view.dispatch({ selection: { anchor: at }, effects: EditorView.scrollIntoView(at, { y: 'center' }) });
      view.focus();
    },
    destroy() {
      keep();
      if (kept.live?.view === view) kept.live = undefined;
      view.destroy();
    },
  };
}
