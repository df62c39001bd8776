/** A job's log as the window shows it: stage headers that fold, lines under them, and nothing counted twice. */
import type { LogRecord } from '../../../shared/builds/types';
import { plainText } from './ansi';

export interface LogSection {
  readonly phase: string;
  readonly stage: string | undefined;
  /** Index of the header in `lines`. */
  readonly header: number;
  /** Index after the section's last line. */
  readonly end: number;
  /** Epoch milliseconds. */
  readonly startedAt: number;
  readonly endedAt: number | undefined;
  readonly failed: boolean;
}

export type LogLine =
  | { readonly kind: 'header'; readonly section: number; readonly text: string; readonly time: number }
  | {
      readonly kind: 'info' | 'output' | 'error';
      readonly section: number | undefined;
      readonly text: string;
      readonly time: number;
    };

export interface LogModel {
  readonly lines: readonly LogLine[];
  readonly sections: readonly LogSection[];
  /** The sequence number that comes next. */
  readonly next: number;
  /** Characters of the longest line. */
  readonly longest: number;
  readonly firstError: number | undefined;
}

export const EMPTY_LOG: LogModel = { lines: [], sections: [], next: 0, longest: 0, firstError: undefined };

interface Draft {
  lines: LogLine[];
  sections: LogSection[];
  open: number | undefined;
  next: number;
  longest: number;
  firstError: number | undefined;
}

/** Appends records that are not known yet. They come in the order of `seq`; what was seen before is skipped. */
export function foldLog(model: LogModel, records: readonly LogRecord[]): LogModel {
  const fresh = records.filter((record) => record.seq >= model.next);
  if (fresh.length === 0) return model;
  const last = model.sections.length - 1;
  const draft: Draft = {
    lines: model.lines.slice(),
    sections: model.sections.slice(),
    open: model.sections[last]?.endedAt === undefined && last >= 0 ? last : undefined,
    next: model.next,
    longest: model.longest,
    firstError: model.firstError,
  };
  for (const record of fresh) {
    if (record.seq < draft.next) continue;
    draft.next = record.seq + 1;
    append(draft, record);
  }
  const { lines, sections, next, longest, firstError } = draft;
  return { lines, sections, next, longest, firstError };
}

function append(draft: Draft, record: LogRecord): void {
  if (record.kind === 'stage-start') {
    close(draft, record.time);
    startSection(draft, record);
  } else if (record.kind === 'stage-end') {
    close(draft, record.time);
  } else {
    for (const text of record.text.split('\n')) appendLine(draft, record, record.kind, text);
  }
}

function startSection(draft: Draft, record: LogRecord): void {
  const text = record.stage ?? record.text;
  draft.open = draft.sections.length;
  draft.lines.push({ kind: 'header', section: draft.open, text, time: record.time });
  draft.sections.push({
    phase: record.phase,
    stage: record.stage,
    header: draft.lines.length - 1,
    end: draft.lines.length,
    startedAt: record.time,
    endedAt: undefined,
    failed: false,
  });
}

function appendLine(draft: Draft, record: LogRecord, kind: 'info' | 'output' | 'error', text: string): void {
  if (draft.open !== undefined && draft.sections[draft.open]?.phase !== record.phase) close(draft, record.time);
  draft.lines.push({ kind, section: draft.open, text, time: record.time });
  draft.longest = Math.max(draft.longest, text.length);
  if (kind === 'error') draft.firstError ??= draft.lines.length - 1;
  const section = draft.open === undefined ? undefined : draft.sections[draft.open];
  if (section && draft.open !== undefined) {
    draft.sections[draft.open] = { ...section, end: draft.lines.length, failed: section.failed || kind === 'error' };
  }
}

function close(draft: Draft, time: number): void {
  const section = draft.open === undefined ? undefined : draft.sections[draft.open];
  if (section && draft.open !== undefined) draft.sections[draft.open] = { ...section, endedAt: time };
  draft.open = undefined;
}

/** Where a job failed, as its progress tells. */
export interface FailedPlace {
  readonly phase: string;
  readonly stage: string | undefined;
}

/** True if the job failed in this section. */
export function isFailedSection(section: LogSection, failed: FailedPlace | undefined): boolean {
  return failed !== undefined && section.phase === failed.phase && section.stage === failed.stage;
}

const SOUNDS_BAD = /\b(error|fatal|failed|failure|cannot|denied|not found|no such)\b|\[[EF]\]/i;

/** The line to look at first: one marked as an error, else the first of the failed stage that sounds like one. */
export function errorLine(model: LogModel, failed: FailedPlace | undefined): number | undefined {
  if (model.firstError !== undefined) return model.firstError;
  const section = [...model.sections].reverse().find((entry) => isFailedSection(entry, failed));
  if (!section) return undefined;
  const at = model.lines.slice(section.header + 1, section.end).findIndex((line) => SOUNDS_BAD.test(line.text));
  return at < 0 ? section.header : section.header + 1 + at;
}

/** Lines from one index to another (inclusive) as text for the clipboard, without colours. */
export function linesAsText(model: LogModel, from: number, to: number): string {
  return model.lines
    .slice(from, to + 1)
    .map((line) => (line.kind === 'header' ? headerText(model, line) : plainText(line.text)))
    .join('\n');
}

/** A header in one line of text: phase and stage. */
export function headerText(model: LogModel, line: LogLine & { kind: 'header' }): string {
  const phase = model.sections[line.section]?.phase ?? '';
  return phase === line.text ? phase : `${phase}  ${line.text}`;
}
