/** What the values of defines must be, by the default that a manifest sets and by what names mean everywhere. */
import type { Problem } from '../../../shared/manifest/types';
import type { VariableType } from './variable-scan';

/** Beyond what a default shows: names that mean the same in all layouts of the sample images. */
type Wanted = VariableType | 'list of repositories' | 'password' | 'bytes' | 'UUID' | 'address';

const MEANINGS: readonly [RegExp, Wanted][] = [
  [/(^|_)rpms$/, 'list of texts'],
  [/(^|_)repos$/, 'list of repositories'],
  [/(^|_)password$/, 'password'],
  [/^image_size$/, 'bytes'],
  [/_uuid(_[ab])?$/, 'UUID'],
  [/^ostree_repo_url$/, 'address'],
  [
    /^(distro|ostree_os)_version$|^(ostree_ref|ostree_remote_name|osname|distro_name|uefi_vendor|root_ssh_key)$/,
    'text',
  ],
  [/^dracut_(add_|omit_|force_)?(modules|drivers)$|^dracut_(filesystems|install)$/, 'list of texts'],
];
/** crypt(5): a method's sign and what belongs to it; DES has neither. */
const HASH = /^\$(?:y|gy|7|2[abxy]|6|5|1|sha1|md5)\$[./0-9A-Za-z$=,]{8,}$/;
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
/** Of a FAT file system, or of a disk with an MBR. */
const SHORT_ID = /^(?:0x)?[0-9a-f]{4}-?[0-9a-f]{4}$/i;
const DAMAGED_HASH = /^\$[a-z0-9]{1,4}\$/;

/** What is wrong with a value; undefined if it may work. `type` is that of the manifest's default. */
export function valueProblem(name: string, value: unknown, type: VariableType | undefined): Problem | undefined {
  const meaning = MEANINGS.find(([pattern]) => pattern.test(name))?.[1];
  // A manifest that keeps something else under the name knows better, except where both are lists.
  const fits = type === undefined || meaning === undefined || isKindOf(meaning, type);
  const say = new Sayer(name, value);
  return checkAs((fits ? meaning : undefined) ?? type, value, say);
}

function isKindOf(meaning: Wanted, type: VariableType): boolean {
  const isList = (wanted: Wanted): boolean => wanted.startsWith('list');
  return isList(meaning) ? isList(type) : type === 'text';
}

class Sayer {
  constructor(
    readonly name: string,
    private readonly value: unknown,
  ) {}

  /** "'x' must be a list, but is a text." */
  must(severity: Problem['severity'], what: string, example: string, how = 'Write'): Problem {
    const message = `'${this.name}' must be ${what}, but is ${describe(this.value)}.`;
    return this.say(severity, message, `${how}: ${this.name}=${example}`);
  }
  say(severity: Problem['severity'], message: string, hint: string): Problem {
    return { severity, message, hint, define: this.name };
  }
}

function describe(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  switch (typeof value) {
    case 'string':
      return 'a text';
    case 'number':
      return 'a number';
    case 'boolean':
      return value ? 'true' : 'false';
    default:
      return 'a mapping';
  }
}

function checkAs(wanted: Wanted | undefined, value: unknown, say: Sayer): Problem | undefined {
  switch (wanted) {
    case 'list of texts':
      return listOfTexts(value, say);
    case 'list of repositories':
      return repositories(value, say);
    case 'list':
      return Array.isArray(value) ? undefined : say.must('error', 'a list', '[…]');
    case 'mapping':
      return isMapping(value) ? undefined : say.must('error', 'a mapping', '{"key": "value"}');
    case 'boolean':
      return typeof value === 'boolean' ? undefined : say.must('warning', 'true or false', String(meansTrue(value)));
    case 'number':
      return typeof value === 'number'
        ? undefined
        : say.must('warning', 'a number', numberOf(value), 'Write it without quotes');
    case 'text':
      return typeof value === 'string'
        ? undefined
        : say.must('warning', 'a text', inQuotes(value), 'Write it in quotes');
    case 'password':
      return password(value, say);
    case 'bytes':
      return bytes(value, say);
    case 'UUID':
      return uuid(value, say);
    case 'address':
      return address(value, say);
    default:
      return undefined;
  }
}

function isMapping(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
function meansTrue(value: unknown): boolean {
  return typeof value === 'string' ? !/^(?:no|off|false|0|)$/i.test(value) : Boolean(value);
}
function numberOf(value: unknown): string {
  return typeof value === 'string' && /^-?\d+(?:\.\d+)?$/.test(value) ? value : '1';
}
function inQuotes(value: unknown): string {
  return JSON.stringify(typeof value === 'number' || typeof value === 'boolean' ? String(value) : '…');
}

function listOfTexts(value: unknown, say: Sayer): Problem | undefined {
  if (!Array.isArray(value)) {
    const names = (typeof value === 'string' ? value : 'curl').split(/[\s,]+/).filter(Boolean);
    return say.must('error', 'a list of texts', JSON.stringify(names));
  }
  const index = value.findIndex((item) => typeof item !== 'string' || item.trim() === '');
  if (index >= 0) {
    const item: unknown = value[index];
    const what = typeof item === 'string' ? 'empty' : describe(item);
    return say.say(
      'error',
      `'${say.name}' must be a list of texts, but entry ${index + 1} is ${what}.`,
      `Write: ${say.name}=["curl", "strace"]`,
    );
  }
  const joined = value.findIndex(
    (item: string) => /_?rpms$/.test(say.name) && /^[\w.+-]+[\s,]+[\w.+-]+/.test(item.trim()),
  );
  if (joined < 0) return undefined;
  const names = String(value[joined])
    .split(/[\s,]+/)
    .filter(Boolean);
  return say.say(
    'error',
    `Entry ${joined + 1} of '${say.name}' has ${names.length} names in one text.`,
    `Write: ${say.name}=${JSON.stringify(names)}`,
  );
}

function repositories(value: unknown, say: Sayer): Problem | undefined {
  const hint = `Write: ${say.name}=[{"id": "mine", "baseurl": "https://…"}]`;
  if (!Array.isArray(value))
    return say.must('error', 'a list of repositories', '[{"id": "mine", "baseurl": "https://…"}]');
  const ids = new Set<string>();
  for (const [index, item] of (value as unknown[]).entries()) {
    const id = isMapping(item) ? item.id : undefined;
    if (!isMapping(item) || typeof id !== 'string' || id === '')
      return say.say('error', `Entry ${index + 1} of '${say.name}' is no repository with an id.`, hint);
    if (ids.has(id))
      return say.say('error', `Two entries of '${say.name}' have the id '${id}'.`, 'Give each an id of its own.');
    ids.add(id);
    const source = ['baseurl', 'metalink', 'mirrorlist'].find(
      (key) => typeof item[key] === 'string' && item[key] !== '',
    );
    if (source === undefined)
      return say.say(
        'warning',
        `The repository '${id}' of '${say.name}' has no baseurl, metalink or mirrorlist.`,
        hint,
      );
  }
  return undefined;
}

function password(value: unknown, say: Sayer): Problem | undefined {
  if (typeof value !== 'string') return say.must('warning', 'a text', '"$6$…"');
  // No password, a locked account, and a hash.
  if (value === '' || /^[!*]/.test(value) || HASH.test(value)) return undefined;
  if (DAMAGED_HASH.test(value))
    return say.say(
      'warning',
      `'${say.name}' is a damaged crypt(5) hash: part of it is missing.`,
      'A shell replaces $ in double quotes, and make everywhere: use single quotes, and $$ in a make line.',
    );
  return say.say(
    'warning',
    `'${say.name}' is not a crypt(5) hash: nobody can log in with it, and it is kept as plain text.`,
    'Let the studio hash it, or give the output of: openssl passwd -6',
  );
}

function bytes(value: unknown, say: Sayer): Problem | undefined {
  if (typeof value !== 'string')
    return say.must(
      'warning',
      'a text of bytes',
      `"${typeof value === 'number' ? value : 8589934592}"`,
      'Write it in quotes',
    );
  if (/^[1-9]\d*(?:[KMGT](?:i?B)?)?$/.test(value)) return undefined;
  return say.say(
    'error',
    `'${say.name}' is no size: ${value === '' ? 'it is empty' : value.slice(0, 40)}.`,
    `Write bytes as a text: ${say.name}="8589934592"`,
  );
}

function uuid(value: unknown, say: Sayer): Problem | undefined {
  if (typeof value !== 'string') return say.must('warning', 'a UUID as text', '"76a22bf4-f153-4541-b6c7-0332c0dfaeac"');
  if (value === '' || value.includes('$') || UUID.test(value) || SHORT_ID.test(value)) return undefined;
  return say.say(
    'warning',
    `'${say.name}' is no UUID.`,
    'A UUID has 8-4-4-4-12 hexadecimal digits; uuidgen makes one.',
  );
}

function address(value: unknown, say: Sayer): Problem | undefined {
  if (typeof value !== 'string') return say.must('warning', 'an address as text', '"https://…"');
  if (value === '' || /^[a-z][a-z0-9+.-]*:\/\/\S+$|^\/\S*$/i.test(value) || value.includes('$')) return undefined;
  return say.say(
    'warning',
    `'${say.name}' is no address: it has no https:// or file:// before it.`,
    `Write: ${say.name}="https://…"`,
  );
}
