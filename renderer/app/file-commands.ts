/** What a person does with the workspace's files and with the name at the cursor. */
import { isDirty } from '../features/manifest/document';
import type { ManifestState } from '../features/manifest/store';
import type { Command } from './commands';
import type { Stores } from './stores';

export function fileCommands({ manifest, navigation }: Stores): Command[] {
  const state = () => manifest.getState();
  /** Goes where files are shown, first. */
  const there = (run: (now: ManifestState) => void) => () => {
    navigation.getState().go({ place: 'compose' });
    run(state());
  };
  const onFile = (run: (now: ManifestState, path: string) => void) =>
    there((now) => {
      if (now.file !== undefined) run(now, now.file);
    });
  return [
    ...sheetCommands(state, there, onFile),
    command('text.outline', 'Go to a pipeline or stage of the file', 'builds', ['Ctrl Shift O'], {
      enabled: () => hasText(state()),
      run: onFile((now, path) => now.showSheet({ kind: 'outline', path })),
    }),
    command('text.definition', 'Go to the definition of the name at the cursor', 'arrow-right', ['F12'], {
      enabled: () => hasText(state()),
      run: there((now) => now.goToDefinition()),
    }),
    command('text.uses', 'Find uses of the name at the cursor', 'search', ['Shift F12'], {
      enabled: () => hasText(state()),
      run: there((now) => now.findUses()),
    }),
  ];
}

function sheetCommands(
  state: () => ManifestState,
  there: (run: (now: ManifestState) => void) => () => void,
  onFile: (run: (now: ManifestState, path: string) => void) => () => void,
): Command[] {
  const isOpen = () => state().workspace !== null;
  return [
    command('workspace.search', 'Search in all files', 'search', ['Ctrl Shift F'], {
      enabled: isOpen,
      run: there((now) => now.showSearch()),
    }),
    command('file.review', 'Review what saving would change', 'compose', ['Ctrl Alt S'], {
      enabled: () => [...state().documents.values()].some(isDirty),
      run: there((now) => now.showSheet({ kind: 'review' })),
    }),
    command('file.new', 'New file', 'plus', [], {
      enabled: isOpen,
      run: there((now) => now.showSheet({ kind: 'new-file' })),
    }),
    command('file.compare', 'Compare the file with HEAD', 'history', ['Alt D'], {
      enabled: () => isInHead(state()),
      run: onFile((now, path) => now.showSheet({ kind: 'head', path })),
    }),
    command('file.history', "The file's history in git", 'history', ['Alt H'], {
      enabled: () => isInHead(state()),
      run: onFile((now, path) => now.showSheet({ kind: 'history', path })),
    }),
  ];
}

function command(
  id: string,
  title: string,
  icon: Command['icon'],
  shortcuts: readonly string[],
  does: Pick<Command, 'enabled' | 'run'>,
): Command {
  return { id, title, icon, shortcuts, ...does };
}

function hasText({ file, documents }: ManifestState): boolean {
  return file !== undefined && documents.get(file)?.kind === 'open';
}

function isInHead(state: ManifestState): boolean {
  const { file, git } = state;
  const letter = file === undefined ? undefined : git?.files[file];
  return hasText(state) && git?.head !== undefined && letter !== 'untracked' && letter !== 'added';
}
