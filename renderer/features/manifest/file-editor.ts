/** One CodeMirror view for all files of the workspace: each file keeps its own undo history, selection and scrolling. */
import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import { yaml } from '@codemirror/lang-yaml';
import { bracketMatching, foldGutter, foldKeymap, indentOnInput, indentUnit } from '@codemirror/language';
import { lintGutter, lintKeymap, setDiagnostics } from '@codemirror/lint';
import { highlightSelectionMatches, search, searchKeymap } from '@codemirror/search';
import { EditorState, type Extension, type StateEffect } from '@codemirror/state';
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  keymap,
  lineNumbers,
} from '@codemirror/view';
import type { Problem, Variable } from '../../../shared/manifest/types';
import { completions } from './editor-completions';
import { directives } from './editor-directives';
import { diagnosticsOf } from './editor-problems';
import { editorTheme } from './editor-theme';
import { lineValues, showValues } from './editor-values';
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

export function keptFiles(store: ManifestStore): Kept {
  const kept = keptOf.get(store) ?? { files: new Map<string, KeptFile>(), jumped: 0 };
  keptOf.set(store, kept);
  return kept;
}

/** Names a file of the open workspace among what is kept. */
export function keptKey(store: ManifestStore, path: string): string {
  return `${store.getState().workspace?.path ?? ''}\n${path}`;
}

export interface FileEditor {
  /** Shows a file; its text is taken anew where the disk's has changed. */
  show(path: string, text: string): void;
  mark(problems: readonly Problem[], variables: readonly Variable[]): void;
  /** Each jump is made once. */
  jump(jump: Jump): void;
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
    show(path, text) {
      const key = keptKey(store, path);
      if (shown?.key !== key) {
        keep();
        const before = kept.files.get(key);
        view.setState(before?.state ?? EditorState.create({ doc: text, extensions: extensionsOf(path, store) }));
        if (before?.scroll) view.dispatch({ effects: before.scroll });
        shown = { path, key };
      }
      const current = view.state.doc.toString();
      if (current !== text) view.dispatch({ changes: changeOf(current, text) });
    },
    mark(problems, variables) {
      if (!shown) return;
      view.dispatch(setDiagnostics(view.state, diagnosticsOf(view.state.doc, shown.path, problems)));
      view.dispatch(showValues(view.state, shown.path, variables));
    },
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

export function extensionsOf(path: string, store: ManifestStore): Extension {
  const isYaml = /\.(ya?ml|json)$/.test(path);
  return [
    lineNumbers(),
    lintGutter(),
    foldGutter(),
    history(),
    drawSelection(),
    highlightActiveLine(),
    highlightActiveLineGutter(),
    bracketMatching(),
    closeBrackets(),
    search({ top: true }),
    highlightSelectionMatches(),
    editorTheme,
    lineValues,
    isYaml
      ? [
          yaml(),
          directives,
          indentOnInput(),
          indentUnit.of('  '),
          autocompletion({ override: [completions(() => store.getState().resolved?.variables ?? [])], icons: false }),
        ]
      : [],
    EditorView.contentAttributes.of({ 'aria-label': path }),
    EditorView.updateListener.of((update) => {
      if (update.docChanged) store.getState().edit(path, update.state.doc.toString());
    }),
    keymap.of([
      { key: 'Mod-s', preventDefault: true, stopPropagation: true, run: () => save(path, store) },
      ...closeBracketsKeymap,
      ...completionKeymap,
      ...searchKeymap,
      ...historyKeymap,
      ...foldKeymap,
      ...lintKeymap,
      ...defaultKeymap.filter(({ key }) => key !== 'Mod-Enter'),
      indentWithTab,
    ]),
  ];
}

function save(path: string, store: ManifestStore): boolean {
  void store.getState().save(path);
  return true;
}

/** Only what differs, so that the selection and the marks elsewhere stay where they are. */
export function changeOf(before: string, after: string) {
  let from = 0;
  const most = Math.min(before.length, after.length);
  while (from < most && before[from] === after[from]) from += 1;
  let end = 0;
  while (end < most - from && before[before.length - 1 - end] === after[after.length - 1 - end]) end += 1;
  return { from, to: before.length - end, insert: after.slice(from, after.length - end) };
}
