/** The editor's completion: the list from completion-at.ts, with a panel beside it. */
import {
  pickedCompletion,
  snippet,
  type Completion,
  type CompletionContext,
  type CompletionResult,
  type CompletionSource,
} from '@codemirror/autocomplete';
import type { EditorView } from '@codemirror/view';
import { completionsAt, type Entry } from './completion-at';
import type { Knowledge } from './knowledge';

const TYPES: Readonly<Record<Entry['kind'], string>> = {
  directive: 'keyword',
  key: 'property',
  value: 'constant',
  variable: 'variable',
  function: 'function',
  stage: 'class',
  file: 'text',
};

export function completions(know: () => Knowledge): CompletionSource {
  return (context: CompletionContext): CompletionResult | null => {
    const { doc } = context.state;
    const line = doc.lineAt(context.pos);
    const found = completionsAt(doc, line.number, context.pos - line.from, know(), context.explicit);
    if (!found) return null;
    return {
      from: line.from + found.from,
      options: found.entries.map(option),
      validFor: found.valid,
    };
  };
}

function option(entry: Entry): Completion {
  const { label, kind, detail, info, snippet: template, preferred } = entry;
  return {
    label,
    type: TYPES[kind],
    boost: preferred ? 10 : 0,
    ...(detail === undefined || detail === ''
      ? {}
      : { detail: detail.length > 60 ? `${detail.slice(0, 59)}…` : detail }),
    ...(info && info.length > 0 ? { info: () => factPanel(info) } : {}),
    ...(template === undefined ? {} : { apply: applySnippet(template) }),
  };
}

/** A template's lines stand under the key that is completed, also where that is behind a list marker. */
function applySnippet(template: string) {
  return (view: EditorView, completion: Completion, from: number, to: number) => {
    const line = view.state.doc.lineAt(from);
    const base = line.text.length - line.text.trimStart().length;
    const more = ' '.repeat(Math.max(0, from - line.from - base));
    const rest = line.text.slice(to - line.from);
    // The colon may be there already.
    const words = /^\s*:/.test(rest) ? completion.label : template.replace(/\n/g, `\n${more}`);
    if (words === completion.label) {
      view.dispatch({
        changes: { from, to, insert: words },
        selection: { anchor: from + words.length },
        annotations: pickedCompletion.of(completion),
        userEvent: 'input.complete',
      });
      return;
    }
    snippet(words)(view, completion, from, to);
  };
}

/** Facts, one below the other; a title stands out above them. */
export function factPanel(facts: readonly string[], title?: string): HTMLElement {
  const panel = document.createElement('div');
  panel.className = 'cm-facts';
  for (const fact of title === undefined ? facts : [title, ...facts]) {
    const row = document.createElement('p');
    if (fact === title) row.className = 'cm-fact-title';
    row.textContent = fact;
    panel.append(row);
  }
  return panel;
}
