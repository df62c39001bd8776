/** Everything that the editor of one file is made of. */
import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import { bracketMatching, foldGutter, foldKeymap, indentOnInput, indentUnit } from '@codemirror/language';
import { lintGutter, lintKeymap } from '@codemirror/lint';
import { gotoLine, highlightSelectionMatches, search, searchKeymap } from '@codemirror/search';
import type { Extension } from '@codemirror/state';
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  keymap,
  lineNumbers,
} from '@codemirror/view';
import { completions } from './editor-completions';
import { directives } from './editor-directives';
import { changeGutter } from './editor-git';
import { hovers } from './editor-hover';
import { languageName, languageOf } from './editor-language';
import { problemMarks } from './editor-problems';
import { editorTheme } from './editor-theme';
import { lineValues } from './editor-values';
import { knowledgeOf } from './knowledge';
import type { ManifestStore } from './store';

export function extensionsOf(path: string, store: ManifestStore): Extension {
  return [
    lintGutter(),
    lineNumbers(),
    changeGutter,
    foldGutter({ markerDOM: foldMark }),
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
    languageOf(path),
    languageName(path) === 'text' ? [] : manifestHelp(path, store),
    EditorView.contentAttributes.of({ 'aria-label': path }),
    listeners(path, store),
    keymap.of([
      { key: 'Mod-s', preventDefault: true, stopPropagation: true, run: () => save(path, store) },
      { key: 'Mod-g', run: gotoLine },
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

function manifestHelp(path: string, store: ManifestStore): Extension {
  const know = () => knowledgeOf(store.getState(), path);
  return [
    directives,
    indentOnInput(),
    indentUnit.of('  '),
    autocompletion({ override: [completions(know)], icons: false }),
    hovers(know),
    problemMarks(() => store.getState().stageTypes),
  ];
}

function listeners(path: string, store: ManifestStore): Extension {
  return [
    EditorView.updateListener.of((update) => {
      if (update.docChanged) store.getState().edit(path, update.state.doc.toString());
      if (update.docChanged || update.selectionSet) store.getState().setCursor(update.state.selection.main.head);
    }),
    EditorView.domEventHandlers({
      mousedown(event, view) {
        if (!(event.ctrlKey || event.metaKey) || event.button !== 0) return false;
        const at = view.posAtCoords({ x: event.clientX, y: event.clientY });
        if (at === null) return false;
        event.preventDefault();
        store.getState().goToDefinition(at);
        return true;
      },
    }),
  ];
}

function foldMark(open: boolean): HTMLElement {
  const mark = document.createElement('span');
  mark.className = 'cm-fold-mark';
  mark.dataset['open'] = String(open);
  mark.title = open ? 'Fold (Ctrl Shift [)' : 'Unfold (Ctrl Shift ])';
  return mark;
}

function save(path: string, store: ManifestStore): boolean {
  void store.getState().save(path);
  return true;
}
