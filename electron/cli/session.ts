/** The command line's own engine: the same contract as the window's, joined in this process. */
import path from 'node:path';
import { calls, type EmitEvent, type Handlers, type StudioClient } from '../../shared/contract';
import { StudioError } from '../../shared/errors';
import { createClient, createServer, type BytePort } from '../../shared/ipc';
import { studioPaths } from '../engine/context';
import { createStudio } from '../engine/studio';

export interface Session {
  readonly client: StudioClient;
  /** Lends a port to the next `machines.attach` that names this terminal. */
  lendPort(terminal: string, port: BytePort): void;
  close(): Promise<void>;
}

const noDesktop = (): Promise<never> =>
  Promise.reject(new StudioError('missing-tool', 'There is no desktop here.', { hint: 'Use the window for this.' }));

/** Opens the engine on a data folder. `out` is the folder of this bundle. */
export async function openSession(dataDir: string, out: string): Promise<Session> {
  type Listener = (name: string, payload: unknown) => void;
  const listeners = new Set<Listener>();
  const ports = new Map<string, BytePort>();
  const emit: EmitEvent = (name, payload) => {
    for (const listener of listeners) listener(name, payload);
  };
  const paths = studioPaths(dataDir, path.join(out, '..', 'assets'), path.join(out, 'worker.cjs'));
  const studio = await createStudio({ paths, emit, runs: 'own', openPort: (terminal) => ports.get(terminal) });
  const handlers: Handlers = {
    ...studio.handlers,
    'app.chooseFolder': noDesktop,
    'app.chooseFile': noDesktop,
    'app.openTextFile': noDesktop,
    'app.saveTextFile': noDesktop,
    'app.reveal': noDesktop,
    'app.openExternal': noDesktop,
  };
  const server = createServer(calls, handlers);
  const client: StudioClient = createClient({
    call: server,
    on(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  });
  return {
    client,
    lendPort: (terminal, port) => void ports.set(terminal, port),
    close: () => studio.close(),
  };
}
