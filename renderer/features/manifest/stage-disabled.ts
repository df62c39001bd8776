/** Stages that are switched off in the files: in the text, but in nothing that it resolves to. */
import type { Documents } from './document';
import type { DisabledStage } from './stage-rows';

const OFF = /^( *)- mpp-if: (?:'False'|"False"|False|false)\s*$/;

/** Of all files that were resolved, as they are edited or on disk. */
export function disabledStagesOf(
  files: readonly string[],
  documents: Documents,
  sources: ReadonlyMap<string, string>,
): DisabledStage[] {
  return files.flatMap((file) => {
    const document = documents.get(file);
    const text = document?.kind === 'open' ? document.text : (sources.get(file) ?? '');
    // Nearly all files have none.
    return text.includes('mpp-if') ? disabledIn(file, text) : [];
  });
}

/** Of one file, in the order of the text. */
export function disabledIn(file: string, text: string): DisabledStage[] {
  const lines = text.split('\n');
  return lines.flatMap((line, index): DisabledStage[] => {
    const column = OFF.exec(line)?.[1]?.length;
    if (column === undefined || lines[index + 1]?.trim() !== 'then:') return [];
    const type = typeBelow(lines, index + 2, column);
    const pipeline = pipelineAbove(lines, index, column);
    if (type === undefined || pipeline === undefined) return [];
    return [{ pipeline, type, place: { file, line: index + 1, column: column + 3 }, stage: { type } }];
  });
}

function typeBelow(lines: readonly string[], from: number, column: number): string | undefined {
  for (let at = from; at < lines.length; at += 1) {
    const line = lines[at] ?? '';
    if (line.trim() !== '' && indentOf(line) <= column) return undefined;
    const type = /^\s*type: *["']?([^\s"'#]+)/.exec(line)?.[1];
    if (type !== undefined) return type;
  }
  return undefined;
}

/** The name of the pipeline whose `stages` the list is. */
function pipelineAbove(lines: readonly string[], from: number, column: number): string | undefined {
  let at = from;
  while (at > 0 && !(/^[ -]*stages:\s*$/.test(lines[at] ?? '') && keyColumn(lines[at] ?? '') <= column)) at -= 1;
  const key = keyColumn(lines[at] ?? '');
  for (; at >= 0; at -= 1) {
    const line = lines[at] ?? '';
    const name = /^[ -]*name: *["']?([^\s"'#]+)/.exec(line)?.[1];
    if (name !== undefined && keyColumn(line) === key) return name;
    if (line.trim() !== '' && keyColumn(line) < key && !line.trimStart().startsWith('#')) return undefined;
  }
  return undefined;
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}

/** Column of the key behind dashes. */
function keyColumn(line: string): number {
  return /^[ -]*/.exec(line)?.[0].length ?? 0;
}
