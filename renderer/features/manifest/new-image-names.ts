/** What a new image's name leads to. */
import { targetName } from '../../../shared/manifest/target-name';
import type { Target } from '../../../shared/manifest/types';

/** Why an image cannot be called this; undefined if nothing speaks against it. */
export function imageNameProblem(name: string, targets: readonly Target[]): string | undefined {
  if (name === '') return 'The image needs a name.';
  if (name.includes('-')) return 'A dash separates the parts of a target’s name: use an underscore.';
  if (!/^\w+$/.test(name) || /[^\x20-\x7e]/.test(name)) return 'A name has letters, digits and underscores.';
  if (name.length > 60) return 'A name has at most 60 characters.';
  if (targets.some((target) => target.image.toLowerCase() === name.toLowerCase())) return 'There is such an image.';
  return undefined;
}

/** Names of the targets that an image of this name will have: one for each combination that there is. */
export function namesOfImage(name: string, targets: readonly Target[]): readonly string[] {
  const images = targets.filter((target) => target.layout === 'images');
  return [...new Set(images.map((target) => targetName({ ...target, image: name })))];
}
