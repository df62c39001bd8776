/** The desktop shell's composition root: data folder, engine, window. */
import os from 'node:os';
import path from 'node:path';
import { app, dialog, type BrowserWindow } from 'electron';
import type { Handlers } from '../../shared/contract';
import { defaultDataDir, studioPaths } from '../engine/context';
import { createStudio, type Studio } from '../engine/studio';
import { catchFailures, showFailure, watchRenderer } from './crash';
import { emitTo, serveCalls } from './ipc';
import { installMenu } from './menu';
import { openPorts } from './ports';
import { declareScheme, serveRenderer } from './protocol';
import { createShellHandlers } from './shell-handlers';
import { guardSession, openExternal, openWindow } from './window';

const CLOSE_MS = 8000;
const out = __dirname;
const dataDir = defaultDataDir(process.env, os.homedir());
const assets = app.isPackaged ? path.join(process.resourcesPath, 'assets') : path.join(out, '..', 'assets');

let window: BrowserWindow | undefined;
const getWindow = (): BrowserWindow | undefined => window;

function showAbout(): void {
  void dialog.showMessageBox({
    type: 'info',
    message: `OSTree Studio ${app.getVersion()}`,
    detail: `Electron ${process.versions.electron}, Node ${process.versions.node}\nData: ${dataDir}`,
  });
}

function showWindow(): void {
  window = openWindow(dataDir, path.join(out, 'preload.cjs'));
  watchRenderer(window);
  window.on('closed', () => (window = undefined));
}

/** Opens the engine while the page loads; calls wait for it. */
function openEngine(): Promise<Studio> {
  const studio = createStudio({
    paths: {
      ...studioPaths(dataDir, assets, path.join(out, 'worker.cjs')),
      catalogueThread: path.join(out, 'catalogue.cjs'),
      resolverThread: path.join(out, 'resolver.cjs'),
    },
    emit: emitTo(getWindow),
    openPort: openPorts(getWindow),
  });
  const handlers = studio.then((ready): Handlers => ({ ...ready.handlers, ...createShellHandlers(getWindow) }));
  serveCalls(handlers, getWindow);
  studio.catch((error: unknown) => showFailure('The studio could not be opened.', error));
  return studio;
}

/** Ends the engine once, then the app; a close that hangs does not keep the app alive. */
function closeAtQuit(studio: Promise<Studio>): void {
  let isClosed = false;
  app.on('before-quit', (event) => {
    if (isClosed) return;
    event.preventDefault();
    isClosed = true;
    const closing = studio.then((ready) => ready.close());
    const late = new Promise<void>((resolve) => setTimeout(resolve, CLOSE_MS));
    void Promise.race([closing, late])
      .catch((error: unknown) => console.error('The studio did not close cleanly:', error))
      .finally(() => app.quit());
  });
}

async function start(): Promise<void> {
  await app.whenReady();
  guardSession();
  serveRenderer(path.join(out, 'renderer'));
  installMenu({ showAbout, openPage: (address) => void openExternal(address) });
  showWindow();
  closeAtQuit(openEngine());
  app.on('second-instance', () => {
    if (!window) showWindow();
    else if (window.isMinimized()) window.restore();
    window?.focus();
  });
  app.on('activate', () => {
    if (!window) showWindow();
  });
}

catchFailures();
app.setName('OSTree Studio');
app.setPath('userData', path.join(dataDir, 'electron')); // the single-instance lock lives there: one per data folder
declareScheme();
if (app.requestSingleInstanceLock()) {
  app.on('window-all-closed', () => app.quit());
  void start();
} else {
  console.error(`The studio is already open on ${dataDir}.`);
  app.exit(0);
}
