/** At the end of a line that sets a variable: the value it has now, where the line itself does not say it. */
import { StateEffect, StateField, type EditorState, type Text } from '@codemirror/state';
import { Decoration, EditorView, WidgetType, type DecorationSet } from '@codemirror/view';
import type { Variable } from '../../../shared/manifest/types';
import { valueText } from './define-fields';

const MOST = 64;
const setVariables = StateEffect.define<readonly Variable[]>();

class ValueWidget extends WidgetType {
  constructor(readonly text: string) {
    super();
  }
  override eq(other: ValueWidget): boolean {
    return other.text === this.text;
  }
  toDOM(): HTMLElement {
    const span = document.createElement('span');
    span.className = 'cm-value';
    span.textContent = this.text;
    return span;
  }
}

export const lineValues = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(values, transaction) {
    const effect = transaction.effects.find((entry) => entry.is(setVariables));
    return effect ? decorate(transaction.newDoc, effect.value) : values.map(transaction.changes);
  },
  provide: (field) => EditorView.decorations.from(field),
});

/** A transaction that shows the values of the variables that this file sets. */
export function showValues(state: EditorState, path: string, variables: readonly Variable[]) {
  const own = variables.filter((variable) => variable.file === path);
  return state.update({ effects: setVariables.of(own) });
}

function decorate(doc: Text, variables: readonly Variable[]): DecorationSet {
  const ranges = variables.flatMap((variable) => {
    if (variable.line === undefined || variable.line > doc.lines) return [];
    const line = doc.line(variable.line);
    const text = valueText(variable.value);
    // A line that was moved by an edit, or that has the value itself.
    if (!line.text.includes(variable.name) || line.text.includes(text)) return [];
    const words = `→ ${text.length > MOST ? `${text.slice(0, MOST - 1)}…` : text}${variable.origin === 'define' ? '  from defines' : ''}`;
    return [Decoration.widget({ widget: new ValueWidget(words), side: 1 }).range(line.to)];
  });
  return Decoration.set(ranges, true);
}
