/** What only the desktop can do, answered here and not by the engine. */
import { existsSync } from 'node:fs';
import { readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { dialog, shell, type BrowserWindow, type OpenDialogOptions, type SaveDialogOptions } from 'electron';
import type { ShellHandlers } from '../../shared/contract';
import { StudioError } from '../../shared/errors';
import { openExternal } from './window';

const MOST_BYTES = 64 * 1024;

async function readSmallText(file: string): Promise<string> {
  const info = await stat(file);
  if (!info.isFile() || info.size > MOST_BYTES)
    throw new StudioError('invalid-input', `${file} is no file of at most 64 KiB.`, { detail: { file } });
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(await readFile(file));
  } catch (cause) {
    throw new StudioError('invalid-input', `${file} is not UTF-8 text.`, { detail: { file }, cause });
  }
}

type FileQuestion = Parameters<ShellHandlers['app.chooseFile']>[0];

async function chooseFile(window: BrowserWindow | undefined, { title, start, save }: FileQuestion) {
  if (save !== undefined) {
    const options: SaveDialogOptions = { title, defaultPath: path.join(start ?? '', path.basename(save)) };
    const { canceled, filePath } = await (window
      ? dialog.showSaveDialog(window, options)
      : dialog.showSaveDialog(options));
    return canceled || filePath === '' ? null : filePath;
  }
  const options: OpenDialogOptions = {
    title,
    properties: ['openFile', 'showHiddenFiles'],
    ...(start === undefined ? {} : { defaultPath: start }),
  };
  const { canceled, filePaths } = await (window
    ? dialog.showOpenDialog(window, options)
    : dialog.showOpenDialog(options));
  return canceled ? null : (filePaths[0] ?? null);
}

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
    'app.chooseFile': (question) => chooseFile(getWindow(), question),
    async 'app.openTextFile'({ title, start }) {
      const file = await chooseFile(getWindow(), { title, start });
      return file === null ? null : { path: file, text: await readSmallText(file) };
    },
    async 'app.saveTextFile'({ title, name, text }) {
      const file = await chooseFile(getWindow(), { title, save: name });
      if (file === null) return null;
      await writeFile(file, text);
      return file;
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
