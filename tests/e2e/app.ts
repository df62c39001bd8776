/** Starts the real app on a data folder of its own, for one journey. */
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { _electron, test as base, type ElectronApplication, type Page } from '@playwright/test';

export interface App {
  readonly app: ElectronApplication;
  readonly window: Page;
  /** Milliseconds from the start of the process until the window could be used. */
  readonly interactiveMs: number;
}

export type Place = 'Compose' | 'Packages' | 'Builds' | 'History' | 'Machines' | 'Set-up';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');

/** Opens the app as a person would; as root Electron cannot use its sandbox. */
async function launch(dataDir: string, env: Record<string, string> = {}): Promise<App> {
  const began = Date.now();
  const app = await _electron.launch({
    args: [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), root],
    cwd: root,
    env: { ...(process.env as Record<string, string>), STUDIO_DATA_DIR: dataDir, ...env },
    timeout: 60_000,
  });
  const window = await app.firstWindow();
  await window.getByRole('navigation', { name: 'Places' }).waitFor();
  return { app, window, interactiveMs: Date.now() - began };
}

/** Goes to a place by its button in the rail. */
export async function goTo(window: Page, place: Place): Promise<void> {
  await window.getByRole('navigation', { name: 'Places' }).getByRole('button', { name: place, exact: true }).click();
}

/** Keeps a picture of the window for whoever looks at the results. */
export async function picture(window: Page, name: string): Promise<void> {
  await window.screenshot({ path: path.join(root, 'test-results', 'pictures', `${name}.png`) });
}

/** Ends the guests that a journey left: a machine outlives its studio. */
async function endMachines(dataDir: string): Promise<void> {
  const folder = path.join(dataDir, 'machines');
  for (const id of await readdir(folder).catch(() => [])) {
    const text = await readFile(path.join(folder, id, 'machine.json'), 'utf8').catch(() => '{}');
    const { process: guest } = JSON.parse(text) as { process?: { pid: number } };
    try {
      if (guest) process.kill(guest.pid, 'SIGKILL');
    } catch {
      // it has ended by itself
    }
  }
}

interface Fixtures {
  dataDir: string;
  /** Opens the app; it is closed when the journey is over, however it ends. */
  open: (env?: Record<string, string>) => Promise<App>;
}

/** A test with a temporary data folder that is removed afterwards. */
export const test = base.extend<Fixtures>({
  dataDir: async ({ browserName: _browser }, provide) => {
    const dir = await mkdtemp(path.join(os.tmpdir(), 'studio-e2e-'));
    await provide(dir);
    await endMachines(dir);
    await rm(dir, { recursive: true, force: true });
  },
  open: async ({ dataDir }, provide) => {
    const opened: App[] = [];
    await provide(async (env = {}) => {
      const app = await launch(dataDir, env);
      opened.push(app);
      return app;
    });
    for (const { app } of opened) await app.close().catch(() => undefined);
  },
});
export { expect } from '@playwright/test';
