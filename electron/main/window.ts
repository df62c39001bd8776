/** The one window: no Node in it, no way out of our page, shown when it has something to show. */
import path from 'node:path';
import { BrowserWindow, nativeTheme, screen, session, shell } from 'electron';
import { APP_URL, isOurs } from './protocol';
import { onScreen, readWindowState, writeWindowState, type WindowState } from './window-state';

const ALLOWED_PERMISSIONS: readonly string[] = ['clipboard-read', 'clipboard-sanitized-write'];
const SAVE_AFTER_MS = 500;

/** Opens https pages in the user's browser; every other address is refused. */
export async function openExternal(address: string): Promise<boolean> {
  let url: URL;
  try {
    url = new URL(address);
  } catch {
    return false;
  }
  if (url.protocol !== 'https:') return false;
  await shell.openExternal(url.href);
  return true;
}

function guardContents({ webContents }: BrowserWindow): void {
  webContents.setWindowOpenHandler(({ url }) => {
    void openExternal(url);
    return { action: 'deny' };
  });
  // A page that reloads itself after a failure stays where it is.
  webContents.on('will-navigate', (event, url) => {
    if (url !== APP_URL) event.preventDefault();
  });
  webContents.on('will-redirect', (event) => event.preventDefault());
  webContents.on('will-attach-webview', (event) => event.preventDefault());
}

/** Grants the clipboard to our page, and nothing to anybody else. Once per run of the app. */
export function guardSession(): void {
  const { defaultSession } = session;
  defaultSession.setPermissionCheckHandler(
    (_contents, permission, origin) => ALLOWED_PERMISSIONS.includes(permission) && isOurs(`${origin}/`),
  );
  defaultSession.setPermissionRequestHandler((contents, permission, answer) =>
    answer(ALLOWED_PERMISSIONS.includes(permission) && isOurs(contents.getURL())),
  );
}

function rememberState(window: BrowserWindow, file: string, first: WindowState): void {
  let background = first.background;
  let timer: NodeJS.Timeout | undefined;
  const save = (): void => {
    clearTimeout(timer);
    const maximized = window.isMaximized();
    const { x, y, width, height } = window.getNormalBounds();
    writeWindowState(file, { place: { x, y }, width, height, maximized, ...(background ? { background } : {}) });
  };
  const later = (): void => {
    clearTimeout(timer);
    timer = setTimeout(save, SAVE_AFTER_MS);
  };
  window.on('resize', later);
  window.on('move', later);
  window.on('close', save);
  window.webContents.on('did-change-theme-color', (_event, color) => {
    if (!color) return;
    background = color.slice(0, 7);
    window.setBackgroundColor(background);
  });
}

/** Makes the window and begins to load the page. `dataDir` holds its remembered place. */
export function openWindow(dataDir: string, preload: string): BrowserWindow {
  const file = path.join(dataDir, 'window.json');
  const areas = screen.getAllDisplays().map(({ workArea }) => workArea);
  const state = onScreen(readWindowState(file), areas);
  const { place, width, height, maximized, background } = state;
  const window = new BrowserWindow({
    ...place,
    width,
    height,
    minWidth: 1024,
    minHeight: 640,
    title: 'OSTree Studio',
    show: false,
    autoHideMenuBar: true,
    backgroundColor: background ?? (nativeTheme.shouldUseDarkColors ? '#0f1214' : '#f6f7f7'),
    webPreferences: {
      preload,
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      webviewTag: false,
      spellcheck: false,
    },
  });
  guardContents(window);
  rememberState(window, file, state);
  if (maximized) window.maximize();
  window.once('ready-to-show', () => window.show());
  void window.loadURL(APP_URL);
  return window;
}
