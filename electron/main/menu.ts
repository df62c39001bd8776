/**
 * The application menu. Keys that a shell or an editor in the window needs (Ctrl+R, Ctrl+W, Ctrl+M, Ctrl+A) are not
 * taken: the page handles the editing keys itself.
 */
import { app, Menu, type MenuItemConstructorOptions } from 'electron';

const DOCUMENTATION = 'https://ostreedev.github.io/ostree/';

const edit: MenuItemConstructorOptions[] = [
  { role: 'undo', registerAccelerator: false },
  { role: 'redo', registerAccelerator: false },
  { type: 'separator' },
  { role: 'cut', registerAccelerator: false },
  { role: 'copy', registerAccelerator: false },
  { role: 'paste', registerAccelerator: false },
  { role: 'selectAll', registerAccelerator: false },
];

const view: MenuItemConstructorOptions[] = [
  { role: 'resetZoom' },
  { role: 'zoomIn', accelerator: 'CmdOrCtrl+=' },
  { role: 'zoomOut' },
  { type: 'separator' },
  { role: 'togglefullscreen' },
  { type: 'separator' },
  { role: 'forceReload', label: 'Reload Window', accelerator: 'CmdOrCtrl+Shift+F5' },
  { role: 'toggleDevTools' },
];

/** Builds the menu. `showAbout` and `openPage` are given so that this file knows no dialog. */
export function installMenu(actions: { showAbout: () => void; openPage: (address: string) => void }): void {
  Menu.setApplicationMenu(
    Menu.buildFromTemplate([
      { label: '&File', submenu: [{ role: 'quit', accelerator: 'CmdOrCtrl+Q' }] },
      { label: '&Edit', submenu: edit },
      { label: '&View', submenu: view },
      {
        label: '&Window',
        submenu: [
          { role: 'minimize', accelerator: 'CmdOrCtrl+Shift+M' },
          { role: 'close', accelerator: 'CmdOrCtrl+Shift+W' },
        ],
      },
      {
        label: '&Help',
        submenu: [
          { label: 'OSTree Documentation', click: () => actions.openPage(DOCUMENTATION) },
          { label: `About ${app.name}`, click: actions.showAbout },
        ],
      },
    ]),
  );
}
