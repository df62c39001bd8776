/** Checks defines against what the manifests know: osbuild-mpp takes any name and any type without a word. */
import { nearestName } from '../../../shared/manifest/nearest';
import type { Defines, Problem } from '../../../shared/manifest/types';
import { valueProblem } from './define-check-values';
import type { KnownVariable } from './variable-scan';

/** Names that the studio passes by itself. */
export const IMPLIED = ['arch', 'distro_name', 'image_type', 'target', 'ostree_parent_refs'];

/** Warnings for names that no manifest reads or sets, errors for values that cannot work. */
export function checkDefines(defines: Defines, known: readonly KnownVariable[]): Problem[] {
  const byName = new Map(known.map((variable) => [variable.name, variable]));
  return Object.entries(defines).flatMap(([name, value]) => {
    const variable = byName.get(name);
    if (!variable && !IMPLIED.includes(name)) return [unknown(name, known)];
    // `x` of the sample images has its default in `default_x`.
    const problem = valueProblem(name, value, variable?.type ?? byName.get(`default_${name}`)?.type);
    return problem ? [problem] : [];
  });
}

function unknown(name: string, known: readonly KnownVariable[]): Problem {
  const names = known.map((variable) => variable.name);
  const suggestion = sameLetters(name, names) ?? nearestName(name, [...names, ...IMPLIED]);
  return {
    severity: 'warning',
    message: `No manifest reads or sets '${name}'.`,
    hint: suggestion === undefined ? 'Remove it: it has no effect.' : `Did you mean '${suggestion}'?`,
    define: name,
    ...(suggestion === undefined ? {} : { suggestion }),
  };
}

/** The name that is the same but for `-`, `_` and case: an expression reads only names with `_`. */
function sameLetters(name: string, known: readonly string[]): string | undefined {
  const plain = (text: string): string => text.toLowerCase().replaceAll('-', '_');
  return known.find((candidate) => plain(candidate) === plain(name));
}
