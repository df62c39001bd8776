/** Which family of Linux distributions this is, by os-release(5), and how it installs packages. */
import { readFileSync } from 'node:fs';

export interface Family {
  readonly name: string;
  /** The command before the packages' names. */
  readonly install: string;
}

/** The fields of os-release(5). */
export function parseOsRelease(text: string): Map<string, string> {
  const fields = new Map<string, string>();
  for (const line of text.split('\n')) {
    const match = /^([A-Z_]+)=(?:"([^"]*)"|'([^']*)'|(.*))$/.exec(line);
    if (match?.[1]) fields.set(match[1], match[2] ?? match[3] ?? match[4] ?? '');
  }
  return fields;
}

/** The fields of this machine's own file; none where there is no such file. */
export function readOsRelease(
  files: readonly string[] = ['/etc/os-release', '/usr/lib/os-release'],
): Map<string, string> {
  for (const file of files) {
    try {
      return parseOsRelease(readFileSync(file, 'utf8'));
    } catch {
      // the next one
    }
  }
  return new Map();
}

/** The family by `ID`, then by `ID_LIKE` in its order; undefined for one that the table does not know. */
export function familyOf(
  families: Readonly<Record<string, { ids: readonly string[]; install: string }>>,
  release: ReadonlyMap<string, string>,
): Family | undefined {
  const ids = [release.get('ID') ?? '', ...(release.get('ID_LIKE') ?? '').split(' ')];
  for (const id of ids)
    for (const [name, { ids: known, install }] of Object.entries(families))
      if (id !== '' && known.includes(id)) return { name, install };
  return undefined;
}

/** What to type to install these packages. `a|b` is shown as `a`. */
export function installCommand({ install }: Family, packages: readonly string[]): string {
  const names = packages.map((name) => name.split('|')[0] ?? name);
  const sudo = process.getuid?.() === 0 ? '' : 'sudo ';
  return `${sudo}${install} ${[...new Set(names)].join(' ')}`;
}
