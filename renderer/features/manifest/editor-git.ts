/** Bars beside the lines that differ from the last commit. */
import { Chunk } from '@codemirror/merge';
import {
  RangeSetBuilder,
  StateEffect,
  StateField,
  Text,
  type EditorState,
  type Extension,
  type RangeSet,
} from '@codemirror/state';
import { gutter, GutterMarker } from '@codemirror/view';
import { DIFF } from './review-files';

type Change = 'added' | 'changed' | 'removed';
interface Changes {
  /** The text at HEAD; undefined where nothing is compared. */
  readonly head: Text | undefined;
  readonly chunks: readonly Chunk[];
  readonly markers: RangeSet<GutterMarker>;
}

class ChangeMarker extends GutterMarker {
  constructor(readonly change: Change) {
    super();
    this.elementClass = `cm-change cm-change-${change}`;
  }
  override eq(other: GutterMarker): boolean {
    return other instanceof ChangeMarker && other.change === this.change;
  }
}
const MARKERS = {
  added: new ChangeMarker('added'),
  changed: new ChangeMarker('changed'),
  removed: new ChangeMarker('removed'),
} as const;

const setHead = StateEffect.define<Text | undefined>();
const NO_MARKERS = new RangeSetBuilder<GutterMarker>().finish();

const changes = StateField.define<Changes>({
  create: () => ({ head: undefined, chunks: [], markers: NO_MARKERS }),
  update(value, transaction) {
    const effect = transaction.effects.find((entry) => entry.is(setHead));
    const head = effect ? effect.value : value.head;
    if (!head) return value.head ? { head: undefined, chunks: [], markers: NO_MARKERS } : value;
    if (effect) return changed(head, Chunk.build(head, transaction.newDoc, DIFF), transaction.newDoc);
    if (!transaction.docChanged) return value;
    const chunks = Chunk.updateB(value.chunks, head, transaction.newDoc, transaction.changes, DIFF);
    return changed(head, chunks, transaction.newDoc);
  },
});

/** A gutter that stays empty until it is told what to compare with. */
export const changeGutter: Extension = [
  changes,
  gutter({ class: 'cm-changes', markers: (view) => view.state.field(changes).markers }),
];

/** A transaction that compares with this text from now on; null or undefined: with nothing. */
export function compareWith(state: EditorState, head: string | null | undefined) {
  return state.update({ effects: setHead.of(typeof head === 'string' ? Text.of(head.split('\n')) : undefined) });
}

/** For each line that differs (from 1), how. */
export function changedLines(chunks: readonly Chunk[], doc: Text): Map<number, Change> {
  const lines = new Map<number, Change>();
  for (const chunk of chunks) {
    if (chunk.fromB === chunk.toB) {
      lines.set(doc.lineAt(Math.min(chunk.fromB, doc.length)).number, 'removed');
      continue;
    }
    const change = chunk.fromA === chunk.toA ? 'added' : 'changed';
    const last = doc.lineAt(Math.min(chunk.endB, doc.length)).number;
    for (let line = doc.lineAt(chunk.fromB).number; line <= last; line += 1) lines.set(line, change);
  }
  return lines;
}

function changed(head: Text, chunks: readonly Chunk[], doc: Text): Changes {
  const builder = new RangeSetBuilder<GutterMarker>();
  const lines = [...changedLines(chunks, doc)].sort(([one], [other]) => one - other);
  for (const [line, change] of lines) {
    const { from } = doc.line(line);
    builder.add(from, from, MARKERS[change]);
  }
  return { head, chunks, markers: builder.finish() };
}
