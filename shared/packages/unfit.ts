/** Files that an OSTree commit cannot carry. https://ostreedev.github.io/ostree/adapting-existing/ */

/** Folders that are the machine's own, or links into them; a file there is no part of the image. */
const OUTSIDE = ['/var', '/usr/local', '/opt', '/home', '/root', '/srv', '/mnt', '/media', '/tmp'] as const;
export type OutsideFolder = (typeof OUTSIDE)[number];

/** Programs that install packages into /usr, where nothing can be written. */
const MANAGERS = new Set(['dnf', 'dnf5', 'yum', 'microdnf', 'zypper', 'tdnf', 'urpmi', 'apt']);

/** The folder outside of the image that a file is in, or undefined. Folders (they end in a slash) are made at boot. */
export function outsideOf(path: string): OutsideFolder | undefined {
  return path.endsWith('/') ? undefined : OUTSIDE.find((folder) => path.startsWith(`${folder}/`));
}

/** Why files in that folder are lost, in a sentence about the package. */
export function outsideSentence(name: string, folder: OutsideFolder, files: number): string {
  const what = `${name} has ${files === 1 ? 'a file' : `${files} files`} in ${folder}`;
  if (folder === '/var') return `${what}: an OSTree commit carries nothing below /var, so they are not installed.`;
  if (folder === '/tmp') return `${what}, which is emptied at each boot.`;
  return `${what}, which is a link into /var on an OSTree system: they are not part of the image.`;
}

export function isPackageManager(name: string): boolean {
  return MANAGERS.has(name);
}
