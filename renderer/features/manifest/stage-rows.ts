/** The stages of a resolved manifest as rows, together with those that are switched off in the files. */
import type { Origin, PipelineOutline, Place, Resolved, Stage } from '../../../shared/manifest/types';
import { originAt, pointerOf } from './json-pointer';

/** A stage that is in a file, but not in what it resolves to. */
export interface DisabledStage {
  readonly pipeline: string;
  readonly type: string;
  /** Of the whole element, and of the stage within. */
  readonly place: Place;
  readonly stage: Stage;
}
export interface PipelineRow {
  readonly kind: 'pipeline';
  readonly key: string;
  readonly pipeline: string;
  readonly outline: PipelineOutline;
  readonly index: number;
}
export interface LiveRow {
  readonly kind: 'stage';
  readonly key: string;
  readonly pipeline: string;
  /** Of the pipeline, and of the stage in it. */
  readonly pipelineIndex: number;
  readonly index: number;
  readonly type: string;
  readonly id: string;
  readonly stage: Stage;
  readonly origin: Origin | undefined;
}
export interface DisabledRow {
  readonly kind: 'disabled';
  readonly key: string;
  readonly pipeline: string;
  readonly type: string;
  readonly stage: Stage;
  readonly place: Place;
}
export type StageRow = LiveRow | DisabledRow;
export type PictureRow = PipelineRow | StageRow;

/** Key of a stage's row: the same after an edit elsewhere. */
export function stageKey(pipeline: string, index: number): string {
  return `${pipeline}#${index}`;
}

/** All pipelines with their stages, or one of them. What is switched off stands after the stage above it in its file. */
export function stageRows(resolved: Resolved, disabled: readonly DisabledStage[], only?: string): PictureRow[] {
  return resolved.pipelines.flatMap((outline, index) => {
    if (only !== undefined && outline.name !== only) return [];
    const head: PipelineRow = { kind: 'pipeline', key: `${outline.name}#`, pipeline: outline.name, outline, index };
    return [head, ...withDisabled(liveRows(resolved, outline, index), disabled, outline.name)];
  });
}

function liveRows(resolved: Resolved, outline: PipelineOutline, pipelineIndex: number): LiveRow[] {
  const stages = resolved.manifest?.pipelines[pipelineIndex]?.stages ?? [];
  return outline.stages.map(({ type, id }, index) => ({
    kind: 'stage',
    key: stageKey(outline.name, index),
    pipeline: outline.name,
    ...{ pipelineIndex, index, type, id },
    stage: stages[index] ?? { type },
    origin: originAt(resolved.origins, pointerOf('pipelines', pipelineIndex, 'stages', index)),
  }));
}

function withDisabled(rows: readonly LiveRow[], disabled: readonly DisabledStage[], pipeline: string): StageRow[] {
  const result: StageRow[] = [...rows];
  for (const entry of disabled) {
    if (entry.pipeline !== pipeline) continue;
    const { place, type, stage } = entry;
    const isAfter = (row: StageRow) => {
      const other = placeOf(row);
      return other?.file === place.file && other.line > place.line;
    };
    const following = result.findIndex(isAfter);
    const last = result.reduce((at, row, index) => (placeOf(row)?.file === place.file ? index : at), -1);
    const at = following >= 0 ? following : last >= 0 ? last + 1 : result.length;
    result.splice(at, 0, {
      kind: 'disabled',
      key: `${pipeline}#${place.file}:${place.line}`,
      pipeline,
      type,
      stage,
      place,
    });
  }
  return result;
}

/** Where a row's stage is written. */
export function placeOf(row: StageRow): Place | undefined {
  return row.kind === 'stage' ? row.origin?.place : row.place;
}
