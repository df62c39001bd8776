/** What is wrong with a file as its editor marks it: the engine's problems, and what the text itself shows at once. */
import { setDiagnostics, type Diagnostic } from '@codemirror/lint';
import { StateEffect, StateField, type Extension, type Text } from '@codemirror/state';
import { ViewPlugin, type EditorView, type ViewUpdate } from '@codemirror/view';
import type { Problem, StageType } from '../../../shared/manifest/types';
import { checkText } from './text-check';

const setProblems = StateEffect.define<readonly Diagnostic[]>();

/** The engine's problems, moved along with the text until its next answer. */
const known = StateField.define<readonly Diagnostic[]>({
  create: () => [],
  update(value, transaction) {
    const effect = transaction.effects.find((entry) => entry.is(setProblems));
    if (effect) return effect.value;
    if (!transaction.docChanged) return value;
    return value.map((entry) => ({
      ...entry,
      from: transaction.changes.mapPos(entry.from, 1),
      to: transaction.changes.mapPos(entry.to, -1),
    }));
  },
});

const REST_MS = 250;

/** Checks the text a moment after the last change; a check that took long is made less often. */
export function problemMarks(stageTypes: () => readonly StageType[]): Extension {
  const checker = ViewPlugin.fromClass(
    class {
      timer: ReturnType<typeof setTimeout> | undefined;
      cost = 0;
      constructor(readonly view: EditorView) {
        this.later(0);
      }
      update(update: ViewUpdate) {
        const told = update.transactions.some(({ effects }) => effects.some((effect) => effect.is(setProblems)));
        if (update.docChanged) this.later(REST_MS);
        else if (told) this.later(0);
      }
      later(delay: number) {
        clearTimeout(this.timer);
        this.timer = setTimeout(() => this.check(), delay + 3 * this.cost);
      }
      check() {
        const { state } = this.view;
        const from = performance.now();
        const own = checkText(state.doc.toString(), stageTypes());
        this.cost = performance.now() - from;
        this.view.dispatch(setDiagnostics(state, joined(state.doc, own, state.field(known))));
      }
      destroy() {
        clearTimeout(this.timer);
      }
    },
  );
  return [known, checker];
}

/** Tells the editor what the engine said of its file. */
export function tellProblems(view: EditorView, path: string, problems: readonly Problem[]): void {
  view.dispatch({ effects: setProblems.of(diagnosticsOf(view.state.doc, path, problems)) });
}

/** Both, without what is said twice of one line. */
export function joined(doc: Text, own: readonly Diagnostic[], engine: readonly Diagnostic[]): Diagnostic[] {
  const inside = own.map((entry) => ({
    ...entry,
    from: Math.min(entry.from, doc.length),
    to: Math.min(entry.to, doc.length),
  }));
  const broken = new Set(inside.filter(isError).map(({ from }) => doc.lineAt(from).number));
  const rest = engine.filter(
    (entry) => entry.from <= doc.length && !(isError(entry) && broken.has(doc.lineAt(entry.from).number)),
  );
  return [...inside, ...rest].sort((one, other) => one.from - other.from);
}

function isError({ severity }: Diagnostic): boolean {
  return severity === 'error';
}

/** Problems without a line are about the whole file: they are marked on the first. */
export function diagnosticsOf(doc: Text, path: string, problems: readonly Problem[]): Diagnostic[] {
  return problems
    .filter((problem) => problem.file === path)
    .map((problem) => {
      const line = doc.line(Math.max(1, Math.min(doc.lines, problem.line ?? 1)));
      const indent = line.text.length - line.text.trimStart().length;
      const column = problem.column === undefined ? indent : Math.max(problem.column - 1, indent);
      return {
        from: Math.min(line.from + column, Math.max(line.from, line.to - 1)),
        to: line.to,
        severity: problem.severity,
        message: problem.hint === undefined ? problem.message : `${problem.message}\n${problem.hint}`,
      };
    });
}
