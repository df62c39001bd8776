/** Variables as rows: each with its value, and opened with every setting that led to it. */
import type { Setting, Variable } from '../../../shared/manifest/types';

export type VariableRow =
  | { readonly kind: 'variable'; readonly key: string; readonly variable: Variable; readonly open: boolean }
  | {
      readonly kind: 'setting';
      readonly key: string;
      readonly setting: Setting;
      /** This is the value that holds. */
      readonly last: boolean;
    }
  | { readonly kind: 'actions'; readonly key: string; readonly variable: Variable };

export const SETTING_WORDS: Readonly<Record<Setting['kind'], string>> = {
  builtin: 'built in',
  include: 'include',
  manifest: 'manifest',
  target: 'target name',
  define: 'set by you',
};

export function variableRows(variables: readonly Variable[], open: ReadonlySet<string>): readonly VariableRow[] {
  return variables.flatMap((variable): readonly VariableRow[] => {
    const { name } = variable;
    const row = { kind: 'variable' as const, key: name, variable, open: open.has(name) };
    if (!row.open) return [row];
    const settings = settingsOf(variable);
    return [
      row,
      ...settings.map((setting, index) => ({
        kind: 'setting' as const,
        key: `${name} ${index}`,
        setting,
        last: index === settings.length - 1,
      })),
      { kind: 'actions', key: `${name} actions`, variable },
    ];
  });
}

/** An answer without a history still says where the value stands. */
function settingsOf({ settings, origin, value, file, line }: Variable): readonly Setting[] {
  if (settings.length > 0) return settings;
  const place = file === undefined ? {} : { place: { file, line: line ?? 1, column: 1 } };
  return [{ kind: origin, value, ...place }];
}

/** Where a variable's value comes from, in a word. */
export function originWord(variable: Variable, isSet: boolean): string {
  if (isSet) return SETTING_WORDS.define;
  const last = settingsOf(variable).at(-1);
  return last === undefined ? '' : last.kind === 'define' ? SETTING_WORDS.target : SETTING_WORDS[last.kind];
}
