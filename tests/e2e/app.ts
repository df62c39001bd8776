/** Starts the real app on a data folder of its own, for one journey. */
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { _electron, test as base, type ElectronApplication, type Page } from '@playwright/test';

export interface App {
  app: ElectronApplication;
  window: Page;
  dataDir: string;
}

const root = path.resolve(__dirname, '../..');

/** Opens the app as a person would; as root Electron cannot use its sandbox. */
export async function launch(dataDir: string, env: Record<string, string> = {}): Promise<App> {
  const app = await _electron.launch({
    args: [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), root],
    cwd: root,
    env: { ...(process.env as Record<string, string>), STUDIO_DATA_DIR: dataDir, ...env },
    timeout: 60_000,
  });
  const window = await app.firstWindow();
  await window.getByRole('navigation').waitFor();
  return { app, window, dataDir };
}

/** A test with a temporary data folder that is removed afterwards. */
export const test = base.extend<{ dataDir: string }>({
  // eslint-disable-next-line no-empty-pattern -- Playwright asks for a destructured first argument
  dataDir: async ({}, use) => {
    const dir = await mkdtemp(path.join(os.tmpdir(), 'studio-e2e-'));
    await use(dir);
    await rm(dir, { recursive: true, force: true });
  },
});
export { expect } from '@playwright/test';
