import type { StudioClient } from '../../../shared/contract';
import { toWire } from '../../../shared/errors';
import type { Package } from '../../../shared/packages/types';
import { keyOf } from './package-rows';
import type { GetPackages, PackagesState, Read, SetPackages } from './store';

type Actions = Pick<PackagesState, 'select' | 'show' | 'loadFiles' | 'loadChangelog'>;

/** Looking at one package. */
export function detailActions(client: StudioClient, set: SetPackages, get: GetPackages): Actions {
  let looked: Pick<Package, 'name' | 'arch'> | undefined;

  /** Tells how reading goes, as long as the same package is looked at. */
  const follow = <T>(key: string, call: Promise<T>, tell: (state: Read<T>) => void) => {
    const current = (state: Read<T>) => {
      if (get().selected === key) tell(state);
    };
    current({ kind: 'loading' });
    call.then(
      (value) => current({ kind: 'ready', value }),
      (thrown: unknown) => current({ kind: 'failed', error: toWire(thrown) }),
    );
  };

  const select: Actions['select'] = ({ name, arch }) => {
    const key = keyOf({ name, arch });
    const { scope, selected, details } = get();
    if (!scope || (selected === key && details?.kind !== 'failed')) return;
    looked = { name, arch };
    set({ selected: key, files: undefined, changelog: undefined });
    follow(key, client.call('packages.details', { target: scope.target, name, arch }), (state) =>
      set({ details: state }),
    );
  };

  return {
    select,
    show(name) {
      const { rows, preview, scope } = get();
      const known =
        rows.find((row) => row.name === name) ??
        ('last' in preview ? preview.last?.packages.find((entry) => entry.name === name) : undefined);
      if (known) select(known);
      else if (scope) {
        set({ by: 'name', repository: undefined, arch: undefined });
        get().setFilter('all');
        get().setQuery(name);
      }
    },
    loadFiles() {
      const { scope, selected, files } = get();
      if (!scope || !selected || !looked || (files && files.kind !== 'failed')) return;
      follow(selected, client.call('packages.files', { target: scope.target, ...looked }), (state) =>
        set({ files: state }),
      );
    },
    loadChangelog() {
      const { scope, selected, changelog } = get();
      if (!scope || !selected || !looked || (changelog && changelog.kind !== 'failed')) return;
      follow(selected, client.call('packages.changelog', { target: scope.target, ...looked }), (state) =>
        set({ changelog: state }),
      );
    },
  };
}
