/** Changes of stages in a file's text: whole lines are moved, comments and formatting stay. All are pure. */
import { isMap, isScalar, stringify } from 'yaml';
import { StudioError } from '../../../shared/errors';
import type { Place, Stage } from '../../../shared/manifest/types';
import {
  blockAt,
  dashColumn,
  indented,
  lineStart,
  linesOf,
  pairOf,
  rangeOf,
  splice,
  type StageBlock,
} from './stage-block';

/** How a stage is switched off: a condition that is never true. */
const OFF = 'False';

/** A stage after the one at a place. */
export function addStage(source: string, place: Place, stage: Stage): string {
  const block = blockAt(source, place);
  const text = stringify([stage], {
    lineWidth: 0,
    version: '1.1',
    aliasDuplicateObjects: false,
    indentSeq: listsAreIndented(source),
  });
  return insertAfter(block, block.index, indented(text, dashColumn(block)));
}

/** A copy of a stage after it. */
export function duplicateStage(source: string, place: Place): string {
  const block = blockAt(source, place);
  const { from, to } = linesOf(block, block.index);
  return insertAfter(block, block.index, withEnd(source.slice(from, to)));
}

/** The text without a stage; a list that had only this one becomes an empty one. */
export function removeStage(source: string, place: Place): string {
  const block = blockAt(source, place);
  const { from, to } = linesOf(block, block.index);
  if (block.list.items.length > 1) return splice(source, from, to, '');
  const before = source.slice(0, from).trimEnd();
  return `${before} []\n${source.slice(to)}`;
}

/** A stage before or after another one of the same list. */
export function moveStage(source: string, place: Place, other: Place, after: boolean): string {
  const block = blockAt(source, place);
  const target = blockAt(source, other);
  const [own] = rangeOf(block.list);
  const [theirs] = rangeOf(target.list);
  if (own !== theirs)
    throw new StudioError('invalid-input', 'They stand in different lists of the file: move the stage in the text.');
  const moved = linesOf(block, block.index);
  const text = withEnd(source.slice(moved.from, moved.to));
  const at = linesOf(target, target.index);
  const to = after ? at.to : at.from;
  if (to >= moved.from && to <= moved.to) return source;
  const shift = to > moved.from ? moved.to - moved.from : 0;
  return splice(withEnd(splice(source, moved.from, moved.to, '')), to - shift, to - shift, text);
}

/** Keeps a stage in the file, but out of what it resolves to. */
export function disableStage(source: string, place: Place): string {
  const block = blockAt(source, place);
  const [start] = rangeOf(block.map);
  const { to } = linesOf(block, block.index);
  const column = dashColumn(block);
  const begin = lineStart(source, start);
  const inner = withEnd(source.slice(start, to)).replace(/\n(?=[^\n])/g, '\n  ');
  const pad = ' '.repeat(column);
  return splice(source, begin, to, `${pad}- mpp-if: '${OFF}'\n${pad}  then:\n${pad}    ${inner}`);
}

/** Takes a stage that was switched off into the list again. */
export function enableStage(source: string, place: Place): string {
  const block = blockAt(source, place);
  const condition = pairOf(block.map, 'mpp-if')?.value;
  const then = pairOf(block.map, 'then')?.value;
  if (
    !isScalar(condition) ||
    String(condition.value) !== OFF ||
    !isMap(then) ||
    then.flow ||
    block.map.items.length !== 2
  )
    throw new StudioError('invalid-input', 'It was switched off in another way: switch it on in the text.');
  const [start] = rangeOf(block.map);
  const [inner] = rangeOf(then);
  const { to } = linesOf(block, block.index);
  const by = inner - lineStart(source, inner) - (start - lineStart(source, start));
  const text = source.slice(inner, to).replace(new RegExp(`\\n {${by}}`, 'g'), '\n');
  return splice(source, start, to, text);
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
