/** Marks what osbuild-mpp acts on: keys like `mpp-eval` and variables like `$distro_name`. */
import { syntaxTree } from '@codemirror/language';
import {
  Decoration,
  MatchDecorator,
  ViewPlugin,
  type DecorationSet,
  type EditorView,
  type ViewUpdate,
} from '@codemirror/view';

const mark = Decoration.mark({ class: 'cm-directive' });

const matcher = new MatchDecorator({
  regexp: /\bmpp-[a-z-]+(?=\s*:)|\$(?:\{\w+\}|\w+)/g,
  decorate(add, from, to, _match, view) {
    if (!syntaxTree(view.state).resolveInner(from, 1).name.includes('Comment')) add(from, to, mark);
  },
});

export const directives = ViewPlugin.fromClass(
  class {
    decorations: DecorationSet;
    constructor(view: EditorView) {
      this.decorations = matcher.createDeco(view);
    }
    update(update: ViewUpdate) {
      this.decorations = matcher.updateDeco(update, this.decorations);
    }
  },
  { decorations: (plugin) => plugin.decorations },
);
