/** Variables as rows: each with its value, and opened with every setting that led to it. */
import type { Setting, Variable } from '../../../shared/manifest/types';

interface NamedRow {
  readonly kind: 'variable';
  readonly key: string;
  readonly variable: Variable;
  readonly open: boolean;
}
/** What was set, and (`place`) where and by which expression. */
export interface SettingRow {
  readonly kind: 'setting' | 'place';
  readonly key: string;
  /** Of the variable. */
  readonly name: string;
  readonly setting: Setting;
  /** This is the value that holds. */
  readonly last: boolean;
}
interface ActionsRow {
  readonly kind: 'actions';
  readonly key: string;
  readonly variable: Variable;
}
export type VariableRow = NamedRow | SettingRow | ActionsRow;

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
    const row: NamedRow = { kind: 'variable', key: name, variable, open: open.has(name) };
    if (!row.open) return [row];
    const settings = settingsOf(variable);
    return [
      row,
      ...settings.flatMap((setting, index) => {
        const last = index === settings.length - 1;
        const value: SettingRow = { kind: 'setting', key: `${name} ${index}`, name, setting, last };
        if (setting.place === undefined && setting.code === undefined) return [value];
        return [value, { ...value, kind: 'place' as const, key: `${name} ${index} place` }];
      }),
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
