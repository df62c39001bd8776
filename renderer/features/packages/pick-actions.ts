import { toWire } from '../../../shared/errors';
import { pickedName } from './package-rows';
import type { GetPackages, PackagesState, Picked, SetPackages } from './store';

type Actions = Pick<PackagesState, 'toggle' | 'setPicked' | 'pin' | 'toggleExcluded' | 'applyFix'>;

/** What changes the lists of packages. */
export function pickActions(
  set: SetPackages,
  get: GetPackages,
  picked: Picked,
  workspace: Pick<PackagesState, 'saveRepositories'>,
): Actions {
  const entries = () => get().scope?.picked ?? [];
  const guard = async (work: Promise<unknown>) => {
    try {
      await work;
    } catch (thrown) {
      set({ problem: toWire(thrown) });
    }
  };
  const replaced = (value: readonly unknown[], entry: string, by?: string) =>
    value.flatMap((one) => (one === entry ? (by === undefined ? [] : [by]) : [one]));
  return {
    setPicked: (names) => void guard(picked.set(names)),
    toggle(...names) {
      const before = entries();
      const known = new Set(before.map(pickedName));
      const missing = names.filter((name) => !known.has(name));
      const after =
        missing.length > 0 ? [...before, ...missing] : before.filter((entry) => !names.includes(pickedName(entry)));
      void guard(picked.set(after));
      return before;
    },
    pin(name, evr) {
      const entry = evr === undefined ? name : `${name}-${evr}`;
      const rest = entries();
      const at = rest.findIndex((one) => pickedName(one) === name);
      void guard(picked.set(at < 0 ? [...rest, entry] : rest.map((one, index) => (index === at ? entry : one))));
    },
    toggleExcluded(name) {
      const before = get().scope?.excluded ?? [];
      const after = before.includes(name) ? before.filter((entry) => entry !== name) : [...before, name];
      void guard(picked.setDefine('exclude_rpms', after));
    },
    async applyFix(fix) {
      if (fix.kind === 'enable') {
        const { own } = get();
        const repositories = own.repositories.map((one) =>
          one.id === fix.repository ? { ...one, enabled: true } : one,
        );
        await workspace.saveRepositories({ ...own, repositories });
        return;
      }
      const value = fix.define === 'extra_rpms' ? entries() : get().scope?.defines[fix.define];
      if (!Array.isArray(value)) return;
      const after = replaced(value, fix.entry, fix.kind === 'replace' ? fix.by : undefined);
      await guard(picked.setDefine(fix.define, after));
    },
  };
}
