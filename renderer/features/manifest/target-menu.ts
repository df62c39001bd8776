import { formatTargetName } from '../../../shared/manifest/target-name';
import type { MenuItem } from '../../ui/menu';
import { isRunning } from './check-actions';
import type { ManifestStore } from './store';

/** What can be done with a target of the list. */
export function targetMenu(
  store: ManifestStore,
  name: string,
  copy: (text: string, what: string) => void,
): readonly MenuItem[] {
  const { workspace, checkRun, setFavourite, openFile, showChecks, checkTargets } = store.getState();
  const target = workspace?.targets.find((entry) => entry.name === name);
  if (!workspace || !target) return [];
  const favourite = workspace.favourites.includes(name);
  return [
    {
      label: favourite ? 'Take off the favourites' : 'Add to the favourites',
      shortcut: 'F',
      onSelect: () => void setFavourite(name, !favourite),
    },
    { label: 'Open its manifest', onSelect: () => openFile(target.manifest) },
    {
      label: 'Check it without building',
      disabled: isRunning(checkRun),
      onSelect: () => {
        showChecks(true);
        void checkTargets([name]);
      },
    },
    {
      label: 'Copy name',
      shortcut: 'Ctrl C',
      separated: true,
      onSelect: () => copy(name, "The target's name is copied"),
    },
    ...(target.layout === 'images' ? target.formats : []).map((format) => {
      const whole = formatTargetName(name, format);
      return { label: `Copy name with .${format}`, onSelect: () => copy(whole, `${whole} copied`) };
    }),
  ];
}
