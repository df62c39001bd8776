/** Origins of a resolved manifest's values, by JSON pointer. */
import path from 'node:path';
import type { Origin, Place, Reason, Setting } from '../../../shared/manifest/types';
import type { Places } from './places';
import { toPlain } from './plain';
import { str } from './python/text';
import { PyDict, type Value } from './python/values';
import type { Assignment } from './run';

/** Names a file as the workspace does. */
export type FileName = (file: string) => string;

/** Names of files relative to a folder, with forward slashes; a name that is relative already is relative to it. */
export function relativeTo(folder: string): FileName {
  const known = new Map<string, string>();
  return (file) => {
    let name = known.get(file);
    if (name === undefined) {
      name = path.relative(folder, path.resolve(folder, file)).split(path.sep).join('/');
      known.set(file, name);
    }
    return name;
  };
}

function placeOf(place: Place, name: FileName): Place {
  const file = name(place.file);
  return file === place.file ? place : { ...place, file };
}

function reasonOf(reason: Reason, name: FileName): Reason {
  const place = placeOf(reason.place, name);
  if (reason.kind === 'import') return { ...reason, path: name(reason.path), place };
  return place === reason.place ? reason : { ...reason, place };
}

class Walk {
  readonly origins: Record<string, Origin> = {};
  constructor(
    private readonly places: Places,
    private readonly name: FileName,
  ) {}

  /** Enters what a container holds; what its parts do not say of themselves holds for them too. */
  inside(value: Value, pointer: string, reasons: readonly Reason[]): void {
    if (Array.isArray(value))
      value.forEach((item, index) => this.entry(value, index, item, `${pointer}/${index}`, reasons));
    else if (value instanceof PyDict)
      for (const [key, item] of value.entries()) {
        const token = str(key).replaceAll('~', '~0').replaceAll('/', '~1');
        this.entry(value, key, item, `${pointer}/${token}`, reasons);
      }
  }

  private entry(container: object, key: unknown, value: Value, pointer: string, above: readonly Reason[]): void {
    const slot = this.places.slot(container, key);
    let reasons = above;
    if (slot && slot.reasons.length > 0) reasons = [...above, ...slot.reasons.map((one) => reasonOf(one, this.name))];
    if (slot?.place) this.origins[pointer] = { place: placeOf(slot.place, this.name), reasons: reasons as Reason[] };
    if (!slot?.whole) this.inside(value, pointer, reasons);
  }
}

/**
 * The origins of all values whose place is known; a directive's value has one for all that is in it. Places and reasons
 * may be shared between them.
 */
export function originsOf(document: PyDict, places: Places, root: string, name: FileName): Record<string, Origin> {
  const walk = new Walk(places, name);
  walk.origins[''] = { place: { file: name(root), line: 1, column: 1 }, reasons: [] };
  walk.inside(document, '', []);
  return walk.origins;
}

/** An assignment in the words of the contract. */
export function settingOf({ kind, value, code, place }: Assignment, name: FileName): Setting {
  return {
    kind,
    value: toPlain(value),
    ...(code === undefined ? {} : { code }),
    ...(place ? { place: placeOf(place, name) } : {}),
  };
}
