/** What a person does with the workspace's files and with the name at the cursor. */
import { isDirty } from '../features/manifest/document';
import type { ManifestState } from '../features/manifest/store';
import type { Command } from './commands';
import type { Stores } from './stores';

export function fileCommands({ manifest, navigation }: Stores): Command[] {
  const state = () => manifest.getState();
  const show = () => navigation.getState().go({ place: 'compose' });
  const hasFile = () => {
    const { file, documents } = state();
    return file !== undefined && documents.get(file)?.kind === 'open';
  };
  const inHead = () => {
    const { file, git } = state();
    const letter = file === undefined ? undefined : git?.files[file];
    return hasFile() && git?.head !== undefined && letter !== 'untracked' && letter !== 'added';
  };
  /** For the file that is shown: the place where it is shown is opened. */
  const forFile = (run: (now: ManifestState, path: string) => void) => () => {
    const { file } = state();
    if (file === undefined) return;
    show();
    run(state(), file);
  };
  const command = (
    id: string,
    title: string,
    icon: Command['icon'],
    shortcuts: readonly string[],
    enabled: () => boolean,
    run: () => void,
  ): Command => ({ id, title, icon, shortcuts, enabled, run });
  const isOpen = () => state().workspace !== null;
  const hasEdits = () => [...state().documents.values()].some(isDirty);
  return [
    command('workspace.search', 'Search in all files', 'search', ['Ctrl Shift F'], isOpen, () => {
      show();
      state().showSearch();
    }),
    command('file.review', 'Review what saving would change', 'compose', ['Ctrl Alt S'], hasEdits, () => {
      show();
      state().showSheet({ kind: 'review' });
    }),
    command('file.new', 'New file', 'plus', [], isOpen, () => {
      show();
      state().showSheet({ kind: 'new-file' });
    }),
    command(
      'file.compare',
      'Compare the file with HEAD',
      'history',
      ['Alt D'],
      inHead,
      forFile((now, path) => now.showSheet({ kind: 'head', path })),
    ),
    command(
      'file.history',
      "The file's history in git",
      'history',
      ['Alt H'],
      inHead,
      forFile((now, path) => now.showSheet({ kind: 'history', path })),
    ),
    command(
      'text.outline',
      'Go to a pipeline or stage of the file',
      'builds',
      ['Ctrl Shift O'],
      hasFile,
      forFile((now, path) => now.showSheet({ kind: 'outline', path })),
    ),
    command(
      'text.definition',
      'Go to the definition of the name at the cursor',
      'arrow-right',
      ['F12'],
      hasFile,
      forFile((now) => now.goToDefinition()),
    ),
    command(
      'text.uses',
      'Find uses of the name at the cursor',
      'search',
      ['Shift F12'],
      hasFile,
      forFile((now) => now.findUses()),
    ),
  ];
}
