/** Why a file cannot be created at a path; undefined if nothing speaks against it. */
export function newFileProblem(text: string, existing: readonly string[]): string | undefined {
  const path = text.trim();
  if (path === '' || path.endsWith('/')) return 'The file needs a name.';
  if (path.startsWith('/')) return 'A path in the workspace does not begin with a slash.';
  if (path.includes('\\')) return 'Folders are separated by slashes.';
  if (path.split('/').some((part) => part === '' || part === '.' || part === '..'))
    return 'Every part of the path needs a name.';
  if (existing.includes(path)) return 'There is such a file already.';
  return undefined;
}
