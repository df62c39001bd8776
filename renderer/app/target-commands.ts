/** What a person does with targets, images and the defines of a target. */
import { lineOf } from '../features/manifest/define-lines';
import { isRunning } from '../features/manifest/check-actions';
import type { Command, CommandContext } from './commands';

export function targetCommands({ stores }: CommandContext): Command[] {
  const { manifest, navigation } = stores;
  const state = () => manifest.getState();
  const chosen = () => state().workspace?.targets.find(({ name }) => name === state().target);
  const isOpen = () => state().workspace !== null;
  const hasImages = () => chosen()?.layout === 'images';
  /** Goes where it is shown, first. */
  const there = (run: () => void) => () => {
    navigation.getState().go({ place: 'compose' });
    run();
  };
  return [
    command(
      'workspace.switch',
      'Switch the workspace',
      'folder',
      'Ctrl Alt O',
      isOpen,
      there(() => state().askSwitcher(true)),
    ),
    command(
      'workspace.newImage',
      'New image',
      'plus',
      'Ctrl Alt N',
      hasImages,
      there(() => state().showSheet({ kind: 'new-image' })),
    ),
    command(
      'manifest.checkAll',
      'Check all targets without building',
      'check',
      'Ctrl Alt K',
      isOpen,
      there(() => {
        const { workspace, checkRun, showChecks, checkTargets } = state();
        showChecks(true);
        if (!isRunning(checkRun)) void checkTargets(workspace?.targets.map(({ name }) => name) ?? []);
      }),
    ),
    command(
      'manifest.copyLine',
      'Copy the target and its defines as a make line',
      'copy',
      'Ctrl Alt C',
      hasImages,
      () => {
        const target = chosen();
        if (!target) return;
        const { notify } = stores.toasts.getState();
        navigator.clipboard.writeText(lineOf('make', target, state().defines)).then(
          () => notify({ text: 'The make line is copied', tone: 'ok', duration: 1800 }),
          () => notify({ text: 'The clipboard cannot be written.', tone: 'bad' }),
        );
      },
    ),
    command(
      'manifest.pasteLine',
      'Paste a make line',
      'command',
      'Ctrl Alt V',
      () => chosen() !== undefined,
      there(() => state().showPastedLine('')),
    ),
  ];
}

function command(
  id: string,
  title: string,
  icon: Command['icon'],
  shortcut: string,
  enabled: () => boolean,
  run: () => void,
): Command {
  return { id, title, icon, shortcuts: [shortcut], enabled, run };
}
