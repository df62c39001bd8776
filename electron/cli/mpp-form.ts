/** Tells osbuild-mpp's arguments from those of `resolve TARGET`. */

const WITH_VALUE = /^(?:-[DIw]|--(?:workspace|data-dir))$/;
/** Options of osbuild-mpp that take a value; argparse also takes their beginnings. */
const MPP_OPTIONS = ['--define', '--import-dir', '--cache', '--dnf-cache'];

function takesNext(word: string): boolean {
  return WITH_VALUE.test(word) || (word.length > 3 && MPP_OPTIONS.some((option) => option.startsWith(word)));
}

/**
 * Whether the words after `resolve` are osbuild-mpp's rather than a target's name: a source and a destination, or a
 * source that is a file.
 */
export function isMppForm(argv: readonly string[], isFile: (name: string) => boolean): boolean {
  const words: string[] = [];
  const queue = [...argv];
  for (let word = queue.shift(); word !== undefined; word = queue.shift()) {
    if (word === '--') words.push(...queue.splice(0));
    else if (!word.startsWith('-') || word === '-') words.push(word);
    else if (takesNext(word)) queue.shift();
  }
  return words.length > 1 || words.some(isFile);
}
