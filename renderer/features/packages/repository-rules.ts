/** What repositories and mirrors have to be like before they are kept. Pure. */
import type { MirrorOverride, WorkspaceRepository } from '../../../shared/packages/types';

const isAddress = (text: string): boolean => /^(https?:\/\/[^\s/]+|file:\/\/\/)\S*$/.test(text);

/** The first thing that is wrong, in a sentence; undefined if nothing is. */
export function problemOfRepositories(
  repositories: readonly WorkspaceRepository[],
  mirrors: readonly MirrorOverride[],
): string | undefined {
  const seen = new Set<string>();
  for (const { id, baseurl, gpgKey } of repositories) {
    if (!/^[A-Za-z0-9][\w.:-]{0,63}$/.test(id)) return `'${id}' is no id: use letters, digits, dots and dashes.`;
    if (seen.has(id)) return `Two repositories are called '${id}'.`;
    seen.add(id);
    if (!isAddress(baseurl) && (baseurl === '' || /^\w+:|\s/.test(baseurl)))
      return `The address of '${id}' is not one: it begins with https://, http:// or file:///, or names a folder of the workspace.`;
    if (gpgKey !== undefined && !gpgKey.includes('-----BEGIN PGP PUBLIC KEY BLOCK-----'))
      return `The key of '${id}' is no OpenPGP public key: it begins with -----BEGIN PGP PUBLIC KEY BLOCK-----.`;
  }
  const broken = mirrors.find(({ from, to }) => !isAddress(from) || !isAddress(to));
  return broken && `A mirror needs two addresses: '${broken.from}' and '${broken.to}' are not both one.`;
}
