import { reasonWords } from './reason-words';
import { placeOf, type StageRow } from './stage-rows';

/** Why a stage cannot be edited: it is written elsewhere, or not written at all. Undefined if it can. */
export function refusalOf(row: StageRow): string | undefined {
  const place = placeOf(row);
  if (!place) return 'Where this stage is written is not known.';
  if (place.file.startsWith('/') || place.file.startsWith('../'))
    return `It is written outside the workspace, in ${place.file}.`;
  const made = row.kind === 'stage' ? row.origin?.reasons.at(-1) : undefined;
  if (made?.kind === 'directive') return `It is made by ${reasonWords(made)}: change that in the text.`;
  return undefined;
}
