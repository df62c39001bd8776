/** The part of TOML (https://toml.io/en/v1.0.0) that configuration files of containers use. */
import { StudioError } from '../../../../shared/errors';

export interface TomlTable {
  [key: string]: TomlValue;
}
export type TomlValue = string | number | boolean | TomlValue[] | TomlTable;

const KEY = String.raw`[A-Za-z0-9_-]+|"[^"\\]*"|'[^']*'`;
const TOKEN = /\s+|#[^\n]*|("(?:[^"\\\n]|\\.)*"|'[^'\n]*'|[[\],]|[^\s,[\]#"']+)/y;

/** Tables are told from values by their type only. */
export function isTable(value: TomlValue | undefined): value is TomlTable {
  return typeof value === 'object' && !Array.isArray(value);
}

class Reader {
  #at = 0;

  constructor(readonly text: string) {}

  /** The next word, string, bracket or comma; undefined at the end. */
  token(): string | undefined {
    while (this.#at < this.text.length) {
      TOKEN.lastIndex = this.#at;
      const match = TOKEN.exec(this.text);
      if (!match) throw new StudioError('invalid-input', 'The TOML file cannot be read.');
      this.#at = TOKEN.lastIndex;
      if (match[1] !== undefined) return match[1];
    }
    return undefined;
  }

  /** The text up to the end of what it matches at this place. */
  match(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.text);
    if (found) this.#at = pattern.lastIndex;
    return found;
  }

  get done(): boolean {
    return this.#at >= this.text.length;
  }

  value(token = this.token()): TomlValue {
    if (token === '[') return this.#array();
    if (token === 'true' || token === 'false') return token === 'true';
    if (token?.startsWith("'")) return token.slice(1, -1);
    if (token?.startsWith('"')) return JSON.parse(token) as string;
    const number = Number(token?.replaceAll('_', ''));
    if (token === undefined || Number.isNaN(number))
      throw new StudioError('invalid-input', `A value of the TOML file is not understood: ${token ?? 'its end'}.`);
    return number;
  }

  #array(): TomlValue[] {
    const items: TomlValue[] = [];
    for (let token = this.token(); token !== ']'; token = this.token()) {
      if (token === ',') continue;
      items.push(this.value(token));
    }
    return items;
  }
}

function keysOf(dotted: string): string[] {
  return [...dotted.matchAll(new RegExp(KEY, 'g'))].map(([key]) => key.replace(/^["']|["']$/g, ''));
}

function tableAt(root: TomlTable, keys: readonly string[]): TomlTable {
  let table = root;
  for (const key of keys) {
    const found = Object.hasOwn(table, key) ? table[key] : undefined;
    if (found !== undefined && !isTable(found))
      throw new StudioError('invalid-input', `'${keys.join('.')}' of the TOML file is no table.`);
    const next: TomlTable = found ?? {};
    table[key] = next;
    table = next;
  }
  return table;
}

/** @throws StudioError `invalid-input` for what is no TOML, or more of it than is read here */
export function parseToml(text: string): TomlTable {
  const root: TomlTable = {};
  const reader = new Reader(text);
  const dotted = String.raw`(?:${KEY})(?:[ \t]*\.[ \t]*(?:${KEY}))*`;
  const blank = /(?:\s+|#[^\n]*)+/y;
  const header = new RegExp(String.raw`\[[ \t]*(${dotted})[ \t]*\][ \t]*(?=\r?\n|#|$)`, 'y');
  const assignment = new RegExp(String.raw`(${dotted})[ \t]*=`, 'y');
  let table = root;
  for (;;) {
    reader.match(blank);
    if (reader.done) return root;
    const section = reader.match(header);
    if (section) {
      table = tableAt(root, keysOf(section[1] ?? ''));
      continue;
    }
    const keys = keysOf(reader.match(assignment)?.[1] ?? '');
    const last = keys.pop();
    if (last === undefined) throw new StudioError('invalid-input', 'A line of the TOML file is not understood.');
    tableAt(table, keys)[last] = reader.value();
  }
}

const keyText = (key: string): string => (/^[A-Za-z0-9_-]+$/.test(key) ? key : JSON.stringify(key));

function valueText(value: TomlValue, indent = ''): string {
  if (!Array.isArray(value)) return JSON.stringify(value);
  const inner = `${indent}    `;
  const items = value.map((item) => `${inner}${valueText(item, inner)},\n`);
  return items.length > 0 ? `[\n${items.join('')}${indent}]` : '[]';
}

/** Values before tables, an empty line before each table that follows something. */
export function tomlText(table: TomlTable, path: readonly string[] = []): string {
  const values = Object.entries(table).filter(([, value]) => !isTable(value));
  const own = values.map(([key, value]) => `${keyText(key)} = ${valueText(value)}\n`).join('');
  const hasOnlyTables = values.length === 0 && Object.keys(table).length > 0;
  const head = path.length > 0 && !hasOnlyTables ? `[${path.map(keyText).join('.')}]\n` : '';
  const tables = Object.entries(table).flatMap(([key, value]) =>
    isTable(value) ? [tomlText(value, [...path, key])] : [],
  );
  return [...(head + own === '' ? [] : [head + own]), ...tables].join('\n');
}
