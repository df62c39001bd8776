/** The only thing that the window is given of Electron: one call, one stream of events, and terminals' ports. */
import { contextBridge, ipcRenderer, type IpcRendererEvent } from 'electron';
import type { Bridge } from '../../shared/ipc';

const studio: Bridge = {
  call: (name, input) => ipcRenderer.invoke('studio:call', name, input) as Promise<unknown>,
  on(listener) {
    const forward = (_event: IpcRendererEvent, name: string, payload: unknown): void => listener(name, payload);
    ipcRenderer.on('studio:event', forward);
    return () => ipcRenderer.off('studio:event', forward);
  },
};
contextBridge.exposeInMainWorld('studio', studio);
ipcRenderer.on('studio:port', (event: IpcRendererEvent, { terminal }: { terminal: string }) =>
  window.postMessage({ studioPort: terminal }, '*', [...event.ports]),
);
