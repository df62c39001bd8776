/** Named sets of defines, in the workspace's own file. */
import type { NounHandlers } from '../../../shared/contract';
import type { Workspace } from '../../../shared/manifest/types';
import { changeSettings, readSettings } from './workspace-file';

type SetHandlers = Pick<NounHandlers<'manifest'>, 'manifest.defineSets' | 'manifest.saveDefineSet'>;

/** @param current the open workspace; throws if none is */
export function createDefineSets(current: () => Workspace): SetHandlers {
  return {
    async 'manifest.defineSets'({ target }) {
      const { sets } = await readSettings(current().path);
      const own = Object.hasOwn(sets, target) ? sets[target] : undefined;
      return Object.entries(own ?? {})
        .map(([name, defines]) => ({ name, defines }))
        .sort((a, b) => a.name.localeCompare(b.name));
    },
    async 'manifest.saveDefineSet'({ target, name, defines }) {
      let before: { name: string; defines: Record<string, unknown> } | null = null;
      await changeSettings(current().path, (settings) => {
        const own = Object.hasOwn(settings.sets, target) ? (settings.sets[target] ?? {}) : {};
        if (Object.hasOwn(own, name)) before = { name, defines: own[name] ?? {} };
        const others = Object.entries(own).filter(([other]) => other !== name);
        const next = Object.fromEntries([...others, ...(defines ? [[name, defines] as const] : [])]);
        const rest = Object.entries(settings.sets).filter(([other]) => other !== target);
        const sets = Object.fromEntries(Object.keys(next).length > 0 ? [...rest, [target, next]] : rest);
        return { ...settings, sets };
      });
      return before;
    },
  };
}
