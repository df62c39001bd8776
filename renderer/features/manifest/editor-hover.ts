/** What is known of the word under the pointer, as a small card. */
import { hoverTooltip, type EditorView } from '@codemirror/view';
import { factPanel } from './editor-completions';
import { hoverAt } from './hover-at';
import type { Knowledge } from './knowledge';

export function hovers(know: () => Knowledge) {
  return hoverTooltip(
    (view: EditorView, pos: number) => {
      const line = view.state.doc.lineAt(pos);
      const hover = hoverAt(view.state.doc, line.number, pos - line.from, know());
      if (!hover) return null;
      return {
        pos: line.from + hover.from,
        end: line.from + hover.to,
        above: true,
        create: () => ({ dom: factPanel(hover.facts, hover.title) }),
      };
    },
    { hoverTime: 350 },
  );
}
