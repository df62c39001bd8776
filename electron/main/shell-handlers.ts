/** What only the desktop can do, answered here and not by the engine. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { dialog, shell, type BrowserWindow, type OpenDialogOptions } from 'electron';
import type { ShellHandlers } from '../../shared/contract';
import { StudioError } from '../../shared/errors';
import { openExternal } from './window';

export function createShellHandlers(getWindow: () => BrowserWindow | undefined): ShellHandlers {
  return {
    async 'app.chooseFolder'({ title, start }) {
      const window = getWindow();
      const options: OpenDialogOptions = {
        title: title ?? 'Choose a folder',
        properties: ['openDirectory', 'createDirectory'],
        ...(start === undefined ? {} : { defaultPath: start }),
      };
      const { canceled, filePaths } = await (window
        ? dialog.showOpenDialog(window, options)
        : dialog.showOpenDialog(options));
      return canceled ? null : (filePaths[0] ?? null);
    },
    'app.reveal'({ path: target }) {
      if (!path.isAbsolute(target) || !existsSync(target))
        return Promise.reject(new StudioError('not-found', `${target} does not exist any more.`));
      shell.showItemInFolder(target);
      return Promise.resolve(null);
    },
    async 'app.openExternal'({ url }) {
      if (!(await openExternal(url)))
        throw new StudioError('invalid-input', 'Only https pages are opened in the browser.', {
          detail: { field: 'url' },
        });
      return null;
    },
  };
}
