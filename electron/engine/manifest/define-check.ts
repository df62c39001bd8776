/** Checks defines against what the manifests know: osbuild-mpp takes any name and any type without a word. */
import { nearestName } from '../../../shared/manifest/nearest';
import type { Defines, Problem } from '../../../shared/manifest/types';
import type { KnownVariable, VariableType } from './variable-scan';

/** Names that the studio passes by itself. */
export const IMPLIED = ['arch', 'distro_name', 'image_type', 'target', 'ostree_parent_refs'];

/** Warnings for names that no manifest reads or sets, errors for values that cannot work. */
export function checkDefines(defines: Defines, known: readonly KnownVariable[]): Problem[] {
  const byName = new Map(known.map((variable) => [variable.name, variable]));
  return Object.entries(defines).flatMap(([name, value]) => {
    if (!byName.has(name) && !IMPLIED.includes(name)) return [unknown(name, known)];
    const problem = wrongType(name, value, byName.get(name)?.type);
    return problem ? [problem] : [];
  });
}

function unknown(name: string, known: readonly KnownVariable[]): Problem {
  const set = known.filter((variable) => variable.place !== undefined || variable.type !== undefined);
  const suggestion = nearestName(name, [...set.map((variable) => variable.name)]);
  return {
    severity: 'warning',
    message: `No manifest reads or sets '${name}'.`,
    hint: suggestion === undefined ? 'Remove it: it has no effect.' : `Did you mean '${suggestion}'?`,
    define: name,
    ...(suggestion === undefined ? {} : { suggestion }),
  };
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

function wrongType(name: string, value: unknown, type: VariableType | undefined): Problem | undefined {
  const wanted = /(^|_)rpms$/.test(name) ? 'list of texts' : /(^|_)repos$/.test(name) ? 'list of repositories' : type;
  const problem = (severity: Problem['severity'], what: string, hint: string): Problem => ({
    severity,
    message: `'${name}' must be ${what}, but is ${describe(value)}.`,
    hint,
    define: name,
  });
  switch (wanted) {
    case 'list of texts':
      return listOfTexts(name, value, problem);
    case 'list of repositories':
      return repositories(name, value, problem);
    case 'list':
      return Array.isArray(value) ? undefined : problem('error', 'a list', `Write: ${name}=[…]`);
    case 'mapping':
      return typeof value === 'object' && value !== null && !Array.isArray(value)
        ? undefined
        : problem('error', 'a mapping', `Write: ${name}={"key": "value"}`);
    case 'boolean':
      return typeof value === 'boolean' ? undefined : problem('warning', 'true or false', `Write: ${name}=true`);
    case 'number':
      return typeof value === 'number'
        ? undefined
        : problem('warning', 'a number', `Write it without quotes: ${name}=1`);
    case 'text':
      return typeof value === 'string'
        ? undefined
        : problem('warning', 'a text', `Write it in quotes: ${name}=${JSON.stringify(String(value))}`);
    default:
      return undefined;
  }
}

type MakeProblem = (severity: Problem['severity'], what: string, hint: string) => Problem;

function listOfTexts(name: string, value: unknown, problem: MakeProblem): Problem | undefined {
  if (!Array.isArray(value)) {
    const example = typeof value === 'string' ? value : 'curl';
    return problem(
      'error',
      'a list of texts',
      `Write: ${name}=["${example
        .split(/[\s,]+/)
        .filter(Boolean)
        .join('","')}"]`,
    );
  }
  const index = value.findIndex((item) => typeof item !== 'string' || item === '');
  if (index < 0) return undefined;
  return {
    severity: 'error',
    message: `'${name}' must be a list of texts, but entry ${index + 1} is ${value[index] === '' ? 'empty' : describe(value[index])}.`,
    hint: `Write: ${name}=["curl", "strace"]`,
    define: name,
  };
}

function repositories(name: string, value: unknown, problem: MakeProblem): Problem | undefined {
  const hint = `Write: ${name}=[{"id": "mine", "baseurl": "https://…"}]`;
  if (!Array.isArray(value)) return problem('error', 'a list of repositories', hint);
  const index = value.findIndex(
    (item: unknown) => typeof item !== 'object' || item === null || typeof (item as { id?: unknown }).id !== 'string',
  );
  if (index < 0) return undefined;
  return {
    severity: 'error',
    message: `Entry ${index + 1} of '${name}' is no repository with an id.`,
    hint,
    define: name,
  };
}
