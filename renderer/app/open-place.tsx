import { useStore } from 'zustand';
import { BuildsPlace } from '../features/builds/builds-place';
import { HistoryPlace } from '../features/history/history-place';
import { MachinesPlace } from '../features/machines/machines-place';
import { ComposePlace } from '../features/manifest/compose-place';
import { PackagesPlace } from '../features/packages/packages-place';
import { SetupPlace } from '../features/setup/setup-place';
import type { Place } from '../ui/navigation';
import { keyGroups } from './key-groups';
import { LoopStrip } from './loop-strip';
import type { WindowParts } from './window-parts';

/** The place that is open, joined to its store and to what leads out of it. */
export function OpenPlace({ parts, place }: { readonly parts: WindowParts; readonly place: Place }) {
  const { stores, actions, openTerminal } = parts;
  const { go } = stores.navigation.getState();
  const starter = useStore(stores.manifest, (state) => state.workspace?.starter === true);
  switch (place) {
    case 'compose':
      return (
        <ComposePlace
          store={stores.manifest}
          onBuild={(format) => void actions.build(format)}
          onPackages={() => go({ place: 'packages' })}
          loop={<LoopStrip parts={parts} />}
        />
      );
    case 'packages':
      return (
        <PackagesPlace
          store={stores.packages}
          go={go}
          onPrepare={starter ? () => void actions.prepareStarter() : undefined}
        />
      );
    case 'builds':
      return <BuildsPlace store={stores.builds} go={go} />;
    case 'history':
      return <HistoryPlace store={stores.history} go={go} />;
    case 'machines':
      return <MachinesPlace store={stores.machines} go={go} openTerminal={openTerminal} />;
    case 'setup':
      return <OpenSetup parts={parts} />;
  }
}

function OpenSetup({ parts: { stores, commands } }: { readonly parts: WindowParts }) {
  const section = useStore(stores.navigation, (state) => state.section);
  const choice = useStore(stores.theme, (state) => state.choice);
  return (
    <SetupPlace
      store={stores.setup}
      section={section}
      onSection={(name) => stores.navigation.getState().go({ place: 'setup', section: name })}
      theme={{ choice, choose: stores.theme.getState().choose }}
      keys={keyGroups(commands)}
    />
  );
}
