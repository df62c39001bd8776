/**
 * Debian control data, and its dependencies in RPM's words. Pure.
 * Format: Debian Policy, chapters 5 (control files) and 7 (relationships).
 */

/** Fields of one binary package by name; a folded field keeps its line breaks. */
export type ControlFields = ReadonlyMap<string, string>;

/** Parses what `dpkg-deb -f FILE` prints. Lines that are no field are ignored. */
export function parseControl(text: string): ControlFields {
  const fields = new Map<string, string>();
  let last = '';
  for (const line of text.split('\n')) {
    if (/^[ \t]/.test(line)) {
      if (last) fields.set(last, `${fields.get(last) ?? ''}\n${line}`);
      continue;
    }
    const field = /^([!-9;-~]+):\s*(.*)$/.exec(line);
    if (!field?.[1]) continue;
    last = field[1];
    fields.set(last, field[2] ?? '');
  }
  return fields;
}

export interface Version {
  epoch: string;
  version: string;
  /** Empty for a native package. */
  release: string;
}

/** `1:2.36-9+deb12u10` in RPM's three parts; a dash inside the upstream version becomes a dot. */
export function splitVersion(version: string): Version {
  const colon = version.indexOf(':');
  const rest = version.slice(colon + 1);
  const dash = rest.lastIndexOf('-');
  return {
    epoch: colon < 0 ? '' : version.slice(0, colon),
    version: (dash < 0 ? rest : rest.slice(0, dash)).replaceAll('-', '.'),
    release: dash < 0 ? '' : rest.slice(dash + 1),
  };
}

function rpmVersion(text: string): string {
  const { epoch, version, release } = splitVersion(text);
  return `${epoch ? `${epoch}:` : ''}${version}${release ? `-${release}` : ''}`;
}

const OPERATORS: Readonly<Record<string, string>> = { '>>': '>', '<<': '<', '>=': '>=', '<=': '<=', '=': '=' };
const RELATION = /^([a-z0-9][a-z0-9+.-]*)(?::[a-z0-9-]+)?\s*(?:\(\s*(>>|<<|>=|<=|=)\s*([^\s)]+)\s*\))?$/;

/** One relation (`libc6 (>> 2.36)`), or undefined if it is none. */
function relation(text: string): string | undefined {
  const match = RELATION.exec(text.trim());
  if (!match?.[1]) return undefined;
  const [, name, operator, version] = match;
  if (!operator || !version) return name;
  // RPM ignores the release where the dependency has none: 2.36-9 would not be "> 2.36", as it is in Debian.
  const rpmOperator = operator === '>>' && !version.includes('-') ? '>=' : OPERATORS[operator];
  return `${name} ${rpmOperator} ${rpmVersion(version)}`;
}

/**
 * A relationship field in RPM dependencies, one for each comma; alternatives become a rich dependency
 * (https://rpm-software-management.github.io/rpm/manual/boolean_dependencies.html).
 */
export function rpmDependencies(field: string | undefined): string[] {
  const items = (field ?? '').replaceAll('\n', ' ').split(',');
  return items.flatMap((item) => {
    const choices = item.split('|').flatMap((choice) => relation(choice) ?? []);
    if (choices.length === 0) return [];
    return [choices.length === 1 ? (choices[0] ?? '') : `(${choices.join(' or ')})`];
  });
}

/** One file of a package as `dpkg-deb -c` lists it. */
export interface PackedFile {
  /** Absolute path after the /usr merge. */
  path: string;
  type: 'file' | 'dir' | 'link' | 'other';
  /** Octal, four digits. */
  mode: string;
  owner: string;
  group: string;
}

const TRIADS = [
  [1, 2, 3, 's', 4],
  [4, 5, 6, 's', 2],
  [7, 8, 9, 't', 1],
] as const;

/** `-rwsr-xr-x` as `4755`. */
export function octalMode(text: string): string {
  let special = 0;
  const digits = TRIADS.map(([r, w, x, letter, bit]) => {
    const execute = text[x] ?? '-';
    if (execute.toLowerCase() === letter) special += bit;
    return (text[r] === 'r' ? 4 : 0) + (text[w] === 'w' ? 2 : 0) + (execute === 'x' || execute === letter ? 1 : 0);
  });
  return `${special}${digits.join('')}`;
}

const TYPES: Readonly<Record<string, PackedFile['type']>> = { '-': 'file', h: 'file', d: 'dir', l: 'link' };
const LISTED = /^(\S)(\S{9})\S*\s+([^/\s]+)\/(\S+)\s+\S+\s+\S+\s+\S+\s+\.(\/.*)$/;

/** Where a path lands when /bin, /sbin, /lib and /lib64 are links into /usr. */
export function mergedPath(path: string): string {
  return /^\/(bin|sbin|lib|lib64)(\/|$)/.test(path) ? `/usr${path}` : path;
}

const ESCAPES: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  b: '\b',
  f: '\f',
  a: '\x07',
  '\\': '\\',
};

/** Undoes tar's "escape" quoting style: `\\` is a backslash, `\303\244` are bytes of UTF-8. */
function unquote(name: string): string {
  return name.replace(/((?:\\[0-7]{3})+)|\\(.)/g, (_all, octal: string | undefined, letter: string) =>
    octal
      ? new TextDecoder().decode(Uint8Array.from(octal.match(/[0-7]{3}/g) ?? [], (digits) => parseInt(digits, 8)))
      : (ESCAPES[letter] ?? letter),
  );
}

/** Parses what `dpkg-deb -c FILE` prints (the format of `tar -tv`). */
export function parseContents(text: string): PackedFile[] {
  return text.split('\n').flatMap((line) => {
    const match = LISTED.exec(line);
    if (!match) return [];
    const [, kind = '', mode = '', owner = '', group = '', rest = ''] = match;
    const name = kind === 'l' ? rest.replace(/ -> .*$/, '') : kind === 'h' ? rest.replace(/ link to .*$/, '') : rest;
    const path = mergedPath(unquote(name.length > 1 ? name.replace(/\/$/, '') : name));
    return [{ path, type: TYPES[kind] ?? 'other', mode: octalMode(` ${mode}`), owner, group }];
  });
}
