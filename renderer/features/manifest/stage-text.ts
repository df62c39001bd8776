/** Changes of stages in a file's text: whole lines are moved, comments and formatting stay. All are pure. */
import { isMap, isScalar, stringify } from 'yaml';
import { StudioError } from '../../../shared/errors';
import type { Place, Stage } from '../../../shared/manifest/types';
import {
  blockAt,
  dashColumn,
  indented,
  keepingLineEnds,
  lineStart,
  linesOf,
  pairOf,
  rangeOf,
  splice,
  type StageBlock,
} from './stage-block';
import { duplicateFlow, insertFlow, removeFlow, reordered, spansOf, wrapFlow } from './stage-flow';

/** How a stage is switched off: a condition that is never true. */
const OFF = 'False';

/** A stage after the one at a place. */
export function addStage(source: string, place: Place, stage: Stage): string {
  return changed(source, place, (block) => {
    if (block.list.flow) return insertFlow(block.source, block.list, block.index, stage);
    const text = stringify([stage], {
      lineWidth: 0,
      version: '1.1',
      aliasDuplicateObjects: false,
      indentSeq: listsAreIndented(block.source),
    });
    return insertAfter(block, block.index, indented(text, dashColumn(block)));
  });
}

/** A copy of a stage after it. */
export function duplicateStage(source: string, place: Place): string {
  return changed(source, place, (block) => {
    if (block.list.flow) return duplicateFlow(block.source, block.list, block.index);
    const { from, to } = linesOf(block, block.index);
    return insertAfter(block, block.index, withEnd(block.source.slice(from, to)));
  });
}

/** The text without a stage; a list that had only this one becomes an empty one. */
export function removeStage(source: string, place: Place): string {
  return changed(source, place, (block) => {
    if (block.list.flow) return removeFlow(block.source, block.list, block.index);
    const { from, to } = linesOf(block, block.index);
    if (block.list.items.length > 1) return splice(block.source, from, to, '');
    const before = block.source.slice(0, from).trimEnd();
    return `${before} []\n${block.source.slice(to)}`;
  });
}

/**
 * A stage before or after another one of the same list. Blank lines and what else stands between stages stay where they
 * are, so that moving back gives the text that was there.
 */
export function moveStage(source: string, place: Place, other: Place, after: boolean): string {
  return changed(source, place, (block) => {
    const target = blockAt(block.source, other);
    const [own] = rangeOf(block.list);
    const [theirs] = rangeOf(target.list);
    if (own !== theirs)
      throw new StudioError('invalid-input', 'They stand in different lists of the file: move the stage in the text.');
    const order = block.list.items.map((_, index) => index);
    order.splice(block.index, 1);
    order.splice(order.indexOf(target.index) + (after ? 1 : 0), 0, block.index);
    if (target.index === block.index) return block.source;
    const spans = block.list.flow ? spansOf(block.list) : order.map((_, index) => wholeLines(block, index));
    return reordered(block.source, spans, order);
  });
}

/** Keeps a stage in the file, but out of what it resolves to. */
export function disableStage(source: string, place: Place): string {
  return changed(source, place, (block) => {
    if (block.list.flow) return wrapFlow(block.source, block.list, block.index, OFF);
    const [start] = rangeOf(block.map);
    const { to } = linesOf(block, block.index);
    const column = dashColumn(block);
    const begin = lineStart(block.source, start);
    const text = block.source.slice(start, to);
    const inner = text.replace(/\n(?=[^\n])/g, '\n  ');
    const pad = ' '.repeat(column);
    return splice(block.source, begin, to, `${pad}- mpp-if: '${OFF}'\n${pad}  then:\n${pad}    ${inner}`);
  });
}

/** Takes a stage that was switched off into the list again. */
export function enableStage(source: string, place: Place): string {
  return changed(source, place, (block) => {
    const condition = pairOf(block.map, 'mpp-if')?.value;
    const then = pairOf(block.map, 'then')?.value;
    if (!isScalar(condition) || String(condition.value) !== OFF || !isMap(then) || block.map.items.length !== 2)
      throw new StudioError('invalid-input', 'It was switched off in another way: switch it on in the text.');
    const [start, end] = rangeOf(block.map);
    const [inner, innerEnd] = rangeOf(then);
    if (block.map.flow) return splice(block.source, start, end, block.source.slice(inner, innerEnd));
    const { to } = linesOf(block, block.index);
    const by = inner - lineStart(block.source, inner) - (start - lineStart(block.source, start));
    const text = block.source.slice(inner, to).replace(new RegExp(`\\n {${by}}`, 'g'), '\n');
    return splice(block.source, start, to, text);
  });
}

/** Makes a change at a stage's place, with the line ends that the text has. */
function changed(source: string, place: Place, change: (block: StageBlock) => string): string {
  return keepingLineEnds(source, (text) => change(blockAt(text, place)));
}

/** The lines of an item without the end of the last one. */
function wholeLines(block: StageBlock, index: number): readonly [number, number] {
  const { from, to } = linesOf(block, index);
  return [from, block.source[to - 1] === '\n' ? to - 1 : to];
}

/** True if lists stand deeper than the key that holds them, as most of the text has it. */
export function listsAreIndented(source: string): boolean {
  let deeper = 0;
  for (const [, key = '', dash = ''] of source.matchAll(/^( *)(?:- )?[\w-]+:[ \t]*\n( *)- /gm))
    deeper += dash.length > key.length ? 1 : -1;
  return deeper > 0;
}

function insertAfter(block: StageBlock, index: number, text: string): string {
  const { to } = linesOf(block, index);
  const { source } = block;
  const before = source.slice(0, to);
  return (before.endsWith('\n') ? before : `${before}\n`) + text + source.slice(to);
}

function withEnd(text: string): string {
  return text.endsWith('\n') ? text : `${text}\n`;
}
