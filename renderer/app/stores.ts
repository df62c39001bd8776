/** Every store of the window, made once, and how they are joined: features know nothing of each other. */
import type { StudioClient } from '../../shared/contract';
import { createBuildsStore, type BuildsStore } from '../features/builds/store';
import { createHistoryStore, type HistoryStore } from '../features/history/store';
import { createMachinesStore, type MachinesStore } from '../features/machines/store';
import { createManifestStore, type ManifestState, type ManifestStore } from '../features/manifest/store';
import { listDefine } from '../features/manifest/define-fields';
import { createPackagesStore, type PackagesStore, type Scope } from '../features/packages/store';
import { createSetupStore, type SetupStore } from '../features/setup/store';
import type { Destination } from '../ui/navigation';
import { noticesOfJobs } from './job-notices';
import { createNavigationStore, type NavigationStore } from './navigation-store';
import { createThemeStore, type ThemeStore } from './theme-store';
import { createToastStore, type ToastStore } from './toast-store';

export interface Stores {
  readonly manifest: ManifestStore;
  readonly packages: PackagesStore;
  readonly builds: BuildsStore;
  readonly history: HistoryStore;
  readonly machines: MachinesStore;
  readonly setup: SetupStore;
  readonly navigation: NavigationStore;
  readonly theme: ThemeStore;
  readonly toasts: ToastStore;
  /** Subscribes all of them. Returns the function that ends it. */
  connect(): () => void;
}

export function createStores(client: StudioClient): Stores {
  const toasts = createToastStore();
  const manifest = createManifestStore(client, toasts.getState().notify);
  const packages = createPackagesStore(client, {
    set: (names) => manifest.getState().setDefine('extra_rpms', names),
    setDefine: (name, value) => manifest.getState().setDefine(name, value),
  });
  const builds = createBuildsStore(client, toasts.getState().notify);
  const history = createHistoryStore(client);
  const machines = createMachinesStore(client);
  const setup = createSetupStore(client);
  const theme = createThemeStore();
  const navigation = createNavigationStore((destination) => select(destination, stores));
  const stores = { manifest, packages, builds, history, machines, setup, navigation, theme, toasts };
  return {
    ...stores,
    connect() {
      const ends = [
        manifest.subscribe((state, before) => followTarget(packages, state, before)),
        noticesOfJobs(client, { navigation, toasts }),
        theme.getState().connect(),
        manifest.getState().connect(),
        packages.getState().connect(),
        builds.getState().connect(),
        history.getState().connect(),
        machines.getState().connect(),
        setup.getState().connect(),
        onFocus(() => {
          void manifest.getState().checkDisk();
          void manifest.getState().refreshGit();
        }),
      ];
      return () => {
        for (const end of ends) end();
      };
    },
  };
}

function select(destination: Destination, stores: Omit<Stores, 'connect'>): void {
  switch (destination.place) {
    case 'compose': {
      const { selectTarget, openFile } = stores.manifest.getState();
      if (destination.target !== undefined) selectTarget(destination.target);
      if (destination.file !== undefined) openFile(destination.file, destination.line);
      break;
    }
    case 'packages':
      if (destination.package !== undefined) stores.packages.getState().show(destination.package);
      break;
    case 'builds':
      if (destination.job !== undefined) stores.builds.getState().select(destination.job);
      break;
    case 'history':
      if (destination.commit !== undefined) stores.history.getState().select(destination.commit);
      break;
    case 'machines':
      if (destination.machine !== undefined) stores.machines.getState().select(destination.machine);
      break;
    case 'setup':
      break;
  }
}

function followTarget(packages: PackagesStore, state: ManifestState, before: ManifestState): void {
  const { target, defines, resolved } = state;
  if (target === before.target && defines === before.defines && resolved === before.resolved) return;
  packages.getState().follow(target === undefined ? undefined : scopeOf(target, state));
}

function scopeOf(target: string, { defines, resolved }: ManifestState): Scope {
  const solved = Object.values(resolved?.packages ?? {}).flat();
  const variables = resolved?.variables ?? [];
  const canExclude = variables.some(({ name }) => name === 'exclude_rpms');
  return {
    target,
    defines,
    picked: listDefine('extra_rpms', defines, variables),
    ...(canExclude ? { excluded: listDefine('exclude_rpms', defines, variables) } : {}),
    inImage: new Set(solved.map((entry) => entry.name)),
  };
}

function onFocus(run: () => void): () => void {
  window.addEventListener('focus', run);
  return () => window.removeEventListener('focus', run);
}
