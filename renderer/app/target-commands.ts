/** What a person does with targets, images and the defines of a target. */
import { isRunning } from '../features/manifest/check-actions';
import { lineOf } from '../features/manifest/define-lines';
import type { Command, CommandContext } from './commands';
import type { Stores } from './stores';

export function targetCommands({ stores }: CommandContext): Command[] {
  const state = () => stores.manifest.getState();
  const isOpen = () => state().workspace !== null;
  const hasImages = () => chosenTarget(stores)?.layout === 'images';
  /** Goes where it is shown, first. */
  const there = (run: () => void) => () => {
    stores.navigation.getState().go({ place: 'compose' });
    run();
  };
  return [
    command('workspace.switch', 'Switch the workspace', 'folder', 'Ctrl Alt O', {
      enabled: isOpen,
      run: there(() => state().askSwitcher(true)),
    }),
    command('workspace.newImage', 'New image', 'plus', 'Ctrl Alt N', {
      enabled: hasImages,
      run: there(() => state().showSheet({ kind: 'new-image' })),
    }),
    command('manifest.checkAll', 'Check all targets without building', 'check', 'Ctrl Alt K', {
      enabled: isOpen,
      run: there(() => checkAll(stores)),
    }),
    command('manifest.copyLine', 'Copy the target and its defines as a make line', 'copy', 'Ctrl Alt C', {
      enabled: hasImages,
      run: () => copyLine(stores),
    }),
    command('manifest.pasteLine', 'Paste a make line', 'command', 'Ctrl Alt V', {
      enabled: () => chosenTarget(stores) !== undefined,
      run: there(() => state().showPastedLine('')),
    }),
  ];
}

function chosenTarget({ manifest }: Stores) {
  const { workspace, target } = manifest.getState();
  return workspace?.targets.find(({ name }) => name === target);
}

function checkAll({ manifest }: Stores): void {
  const { workspace, checkRun, showChecks, checkTargets } = manifest.getState();
  showChecks(true);
  if (!isRunning(checkRun)) void checkTargets(workspace?.targets.map(({ name }) => name) ?? []);
}

function copyLine(stores: Stores): void {
  const target = chosenTarget(stores);
  if (!target) return;
  const { notify } = stores.toasts.getState();
  navigator.clipboard.writeText(lineOf('make', target, stores.manifest.getState().defines)).then(
    () => notify({ text: 'The make line is copied', tone: 'ok', duration: 1800 }),
    () => notify({ text: 'The clipboard cannot be written.', tone: 'bad' }),
  );
}

function command(
  id: string,
  title: string,
  icon: Command['icon'],
  shortcut: string,
  does: Pick<Command, 'enabled' | 'run'>,
): Command {
  return { id, title, icon, shortcuts: [shortcut], ...does };
}
