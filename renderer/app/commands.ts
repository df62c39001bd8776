/** One record for each user command: buttons, the palette and the keyboard share it. */
import { FORMAT_INFO, FORMATS } from '../../shared/manifest/formats';
import type { Format } from '../../shared/manifest/types';
import { toggleColumn } from '../ui/columns-layout';
import type { IconName } from '../ui/icon-shapes';
import { PLACES, type Place } from '../ui/navigation';
import type { Actions } from './actions';
import { fileCommands } from './file-commands';
import type { LoopStore } from './loop-store';
import { PLACE_NAMES } from './place-names';
import type { Stores } from './stores';
import { targetCommands } from './target-commands';

export interface Command {
  readonly id: string;
  readonly title: string;
  readonly icon: IconName;
  /** The first is shown; the others work too. */
  readonly shortcuts: readonly string[];
  /** Asked when it is shown or run. */
  readonly enabled: () => boolean;
  readonly run: () => void;
}
export interface CommandContext {
  readonly stores: Stores;
  readonly actions: Actions;
  readonly loop: LoopStore;
  readonly palette: { show: () => void };
}

const always = () => true;

export function createCommands(context: CommandContext): readonly Command[] {
  return [
    ...placeCommands(context),
    ...buildCommands(context),
    ...workspaceCommands(context),
    ...targetCommands(context),
    ...fileCommands(context.stores),
    ...viewCommands(context),
  ];
}

export function findCommand(commands: readonly Command[], id: string): Command | undefined {
  return commands.find((command) => command.id === id);
}

function placeCommands({ stores }: CommandContext): Command[] {
  const { go, back, forward } = stores.navigation.getState();
  const command = (place: Place, index: number): Command => ({
    id: `go.${place}`,
    title: `Go to ${PLACE_NAMES[place]}`,
    icon: place,
    shortcuts: [`Ctrl ${index + 1}`],
    enabled: always,
    run: () => go({ place }),
  });
  return [
    ...PLACES.map(command),
    {
      id: 'go.back',
      title: 'Go back',
      icon: 'chevron-left',
      shortcuts: ['Alt Left'],
      enabled: () => stores.navigation.getState().past.length > 0,
      run: back,
    },
    {
      id: 'go.forward',
      title: 'Go forward',
      icon: 'chevron-right',
      shortcuts: ['Alt Right'],
      enabled: () => stores.navigation.getState().future.length > 0,
      run: forward,
    },
  ];
}

function buildCommands({ stores, actions }: CommandContext): Command[] {
  const target = () => {
    const { workspace, target: name } = stores.manifest.getState();
    return workspace?.targets.find((entry) => entry.name === name);
  };
  const shortcuts: Partial<Record<Format, string[]>> = { qcow2: ['Ctrl Enter'], repo: ['Ctrl Shift Enter'] };
  return [
    ...FORMATS.map((format): Command => ({
      id: `build.${format}`,
      title: `Build .${format}: ${FORMAT_INFO[format].summary}`,
      icon: 'builds',
      shortcuts: shortcuts[format] ?? [],
      enabled: () => target()?.formats.includes(format) ?? false,
      run: () => void actions.build(format),
    })),
    {
      id: 'build.starter',
      title: 'Prepare the starter repository',
      icon: 'packages',
      shortcuts: [],
      enabled: () => stores.manifest.getState().workspace?.starter === true,
      run: () => void actions.prepareStarter(),
    },
    {
      id: 'machines.bootNewest',
      title: 'Boot the newest image',
      icon: 'play',
      shortcuts: [],
      enabled: () => stores.builds.getState().jobs.some((job) => job.artifacts.some(({ kind }) => kind === 'image')),
      run: () => void actions.bootNewest(),
    },
  ];
}

function workspaceCommands({ stores }: CommandContext): Command[] {
  const { manifest } = stores;
  const hasWorkspace = () => manifest.getState().workspace !== null;
  return [
    {
      id: 'file.save',
      title: 'Save all edited files',
      icon: 'save',
      shortcuts: ['Ctrl S'],
      enabled: hasWorkspace,
      run: () => void manifest.getState().saveAll(),
    },
    {
      id: 'manifest.resolve',
      title: 'Resolve the target again',
      icon: 'refresh',
      shortcuts: ['Ctrl Shift R'],
      enabled: () => manifest.getState().target !== undefined,
      run: () => manifest.getState().resolve(),
    },
    {
      id: 'workspace.open',
      title: 'Open a folder as the workspace',
      icon: 'folder',
      shortcuts: ['Ctrl O'],
      enabled: always,
      run: () => void manifest.getState().openFolder(),
    },
    {
      id: 'workspace.starter',
      title: 'Create or open the starter workspace',
      icon: 'folder',
      shortcuts: [],
      enabled: always,
      run: () => void manifest.getState().createStarter(),
    },
  ];
}

function viewCommands({ stores, loop, palette }: CommandContext): Command[] {
  const { navigation, theme, setup } = stores;
  const command = (
    id: string,
    title: string,
    icon: IconName,
    shortcuts: readonly string[],
    run: () => void,
  ): Command => ({
    id,
    title,
    icon,
    shortcuts,
    enabled: always,
    run,
  });
  return [
    command('view.palette', 'Go to anything', 'search', ['Ctrl K', 'Ctrl Shift P'], palette.show),
    command('view.left', 'Show or hide the list', 'chevron-left', ['Ctrl B'], () => toggleColumn('left')),
    command('view.right', 'Show or hide the details', 'chevron-right', ['Ctrl Alt B'], () => toggleColumn('right')),
    command('view.theme', 'Switch between dark and light', 'sun', ['Ctrl Shift L'], () => theme.getState().toggle()),
    command('view.systemTheme', 'Dark or light as the desktop has it', 'moon', [], () =>
      theme.getState().choose('system'),
    ),
    command('view.loop', 'Show the steps from edit to upgrade', 'check', [], () => {
      loop.getState().show();
      navigation.getState().go({ place: 'compose' });
    }),
    command('help.keys', 'Keyboard shortcuts', 'info', ['F1'], () =>
      navigation.getState().go({ place: 'setup', section: 'keyboard' }),
    ),
    command('setup.check', 'Check this machine again', 'refresh', [], () => {
      navigation.getState().go({ place: 'setup', section: 'machine' });
      void setup.getState().check();
    }),
  ];
}
