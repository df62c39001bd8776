/** Files of sections with `key=value` lines, as Python's configparser writes them: osbuild's stages use it. */

export type IniValue = string | number | boolean | readonly unknown[];

/** systemd.unit(5): a list repeats its key; a variable is quoted whole; Python's words for booleans. */
function lines(key: string, value: IniValue): string[] {
  const values: readonly unknown[] = Array.isArray(value) ? value : [value];
  return values.map((one) => `${key}=${valueText(one)}`);
}

function valueText(value: unknown): string {
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value !== 'object' || value === null) return String(value);
  const variable = value as { key?: unknown; value?: unknown };
  return `"${String(variable.key)}=${String(variable.value)}"`;
}

/** Sections in the order given, an empty line after each. */
export function iniText(sections: Readonly<Record<string, Readonly<Record<string, IniValue>>>>): string {
  return Object.entries(sections)
    .map(([name, members]) => {
      const body = Object.entries(members).flatMap(([key, value]) => lines(key, value));
      return [`[${name}]`, ...body, '', ''].join('\n');
    })
    .join('');
}
