/** The problems of a file as an editor marks them. */
import type { Diagnostic } from '@codemirror/lint';
import type { Text } from '@codemirror/state';
import type { Problem } from '../../../shared/manifest/types';

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
