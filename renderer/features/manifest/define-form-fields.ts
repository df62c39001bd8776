/** Which defines a form shows, in which groups. */
import type { Defines, Variable } from '../../../shared/manifest/types';
import { CATALOG, GROUPS, kindOf, type ControlKind, type GroupName } from './define-catalog';
import { valueText } from './define-fields';

export interface FormField {
  readonly name: string;
  readonly kind: ControlKind;
  readonly hint?: string | undefined;
  readonly choices?: readonly string[] | undefined;
  /** What holds: the person's, else the manifest's. */
  readonly value: unknown;
  readonly isSet: boolean;
  /** Some file sets or reads it. */
  readonly isKnown: boolean;
  /** The manifest's own value and where it is written, as far as they are known. */
  readonly base?: { readonly value: unknown } | undefined;
  readonly file?: string | undefined;
  readonly line?: number | undefined;
}
export interface FormGroup {
  readonly name: GroupName;
  readonly fields: readonly FormField[];
}
interface Input {
  readonly defines: Defines;
  readonly variables: readonly Variable[];
  /** Names that some file sets or reads. */
  readonly names: ReadonlySet<string>;
  readonly filter: string;
}

/** What most changes are made of: shown also before anything is known of the manifest. */
const ALWAYS = ['extra_rpms', 'distro_version'];
/** A filter that finds more is not yet a filter. */
const MOST_FOUND = 60;

export function formGroups({ defines, variables, names, filter }: Input): readonly FormGroup[] {
  const known = new Map(variables.map((variable) => [variable.name, variable]));
  const isKnown = (name: string) => known.has(name) || names.has(name);
  const field = (name: string) =>
    formField(name, defines, known.get(name), known.get(`default_${name}`), isKnown(name));
  const inCatalog = Object.keys(CATALOG).filter(
    (name) => ALWAYS.includes(name) || isKnown(name) || Object.hasOwn(defines, name),
  );
  const own = Object.keys(defines).filter((name) => !Object.hasOwn(CATALOG, name));
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  // Everything can be found, but only what is set or well known is shown unasked.
  const others =
    words.length === 0
      ? []
      : variables.map(({ name }) => name).filter((name) => !own.includes(name) && !Object.hasOwn(CATALOG, name));
  const fields = [...inCatalog, ...own, ...others].map(field).filter((entry) => {
    const text = `${entry.name} ${entry.hint ?? ''} ${valueText(entry.value)}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
  const groupOf = (name: string): GroupName => CATALOG[name]?.group ?? 'Other';
  return GROUPS.map((name) => ({
    name,
    fields: fields.filter((entry) => groupOf(entry.name) === name).slice(0, MOST_FOUND),
  })).filter((group) => group.fields.length > 0);
}

function formField(
  name: string,
  defines: Defines,
  variable: Variable | undefined,
  defaults: Variable | undefined,
  isKnown: boolean,
): FormField {
  const isSet = Object.hasOwn(defines, name);
  const base = baseOf(variable, defaults, isSet);
  const value = isSet ? defines[name] : variable ? variable.value : base?.value;
  const entry = Object.hasOwn(CATALOG, name) ? CATALOG[name] : undefined;
  return {
    ...{ name, isSet, isKnown, value, base },
    kind: kindOf(name, value ?? base?.value),
    hint: entry?.hint,
    choices: entry?.choices,
    file: variable?.file ?? defaults?.file,
    line: variable?.file === undefined ? defaults?.line : variable.line,
  };
}

/** What the manifest says without the person's define. */
function baseOf(variable: Variable | undefined, defaults: Variable | undefined, isSet: boolean) {
  const own = variable?.settings.filter(({ kind }) => kind !== 'define') ?? [];
  const last = own[own.length - 1];
  if (variable && last) {
    // What asks for itself first has got the define: only its second choice is the manifest's own.
    const second = isSet && last.code !== undefined ? secondChoice(last.code, variable.name) : undefined;
    if (second === undefined) return { value: last.value };
    return second === `default_${variable.name}` ? defaults && { value: defaults.value } : literal(second);
  }
  if (variable && !isSet) return { value: variable.value };
  return defaults ? { value: defaults.value } : undefined;
}

/** `X` of `locals().get('name', X)`. */
function secondChoice(code: string, name: string): string | undefined {
  const match = /^\s*(?:locals|globals|vars)\(\)\.get\(\s*(['"])(\w+)\1\s*,\s*([\s\S]*)\)\s*$/.exec(code);
  return match?.[2] === name ? match[3]?.trim() : undefined;
}

/** A literal of Python that is JSON too, but for its quotes and names; undefined for other expressions. */
function literal(text: string): { readonly value: unknown } | undefined {
  const json = text
    .replace(/^'([^'"\\]*)'$/, '"$1"')
    .replace(/^True$/, 'true')
    .replace(/^False$/, 'false')
    .replace(/^None$/, 'null');
  try {
    return { value: JSON.parse(json) as unknown };
  } catch {
    return undefined;
  }
}
