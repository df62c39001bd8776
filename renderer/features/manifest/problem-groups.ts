import type { Problem } from '../../../shared/manifest/types';

export interface ProblemGroup {
  /** Undefined for those without a place. */
  readonly file: string | undefined;
  readonly problems: readonly Problem[];
}

/** By file, in the order of the first problem of each; within a file by line. */
export function problemGroups(problems: readonly Problem[]): readonly ProblemGroup[] {
  const groups = new Map<string | undefined, Problem[]>();
  for (const problem of problems) {
    const group = groups.get(problem.file);
    if (group) group.push(problem);
    else groups.set(problem.file, [problem]);
  }
  return [...groups].map(([file, own]) => ({
    file,
    problems: [...own].sort((a, b) => (a.line ?? 0) - (b.line ?? 0)),
  }));
}
