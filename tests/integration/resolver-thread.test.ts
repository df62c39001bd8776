/** Resolving in its thread, bundled from its source. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Workspace } from '../../shared/manifest/types';
import { studioPaths } from '../../electron/engine/context';
import { createManifests, type Manifests } from '../../electron/engine/manifest/manifests';
import { readWorkspace } from '../../electron/engine/workspace/workspaces';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const FILE = 'images/small.mpp.yml';
const text = (line: string): string => `version: '2'\nmpp-vars:\n  x:\n    mpp-eval: ${line}\npipelines: []\n`;
/** Takes many seconds, each expression fewer than it may. */
const SLOW = `version: '2'\nmpp-vars:\n${Array.from(
  { length: 40 },
  (_, i) => `  x${i}:\n    mpp-eval: len([a for a in range(600000)])\n`,
).join('')}pipelines: []\n`;

let folder: string;
let workspace: Workspace;
let manifests: Manifests;
let target: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'studio-thread-'));
  await build({
    configFile: path.join(root, 'vite.node.config.ts'),
    mode: 'resolver',
    logLevel: 'error',
    build: { outDir: folder, emptyOutDir: false },
  });
  await mkdir(path.join(folder, 'w/images'), { recursive: true });
  await writeFile(path.join(folder, 'w', FILE), text('str("saved")'));
  workspace = await readWorkspace(path.join(folder, 'w'));
  target = workspace.targets.find(({ manifest }) => manifest === FILE)?.name ?? '';
}, 60_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

beforeEach(() => {
  const paths = {
    ...studioPaths(path.join(folder, 'data'), path.join(root, 'assets')),
    resolverThread: path.join(folder, 'resolver.cjs'),
  };
  manifests = createManifests(
    { paths, emit: () => undefined, openPort: () => undefined },
    { workspaces: { current: () => workspace } },
  );
});
afterEach(() => manifests.close());

const resolve = (texts?: Record<string, string>) =>
  manifests.handlers['manifest.resolve']({ target, defines: {}, texts });
const valueOf = async (answer: ReturnType<typeof resolve>): Promise<unknown> =>
  (await answer).variables.find(({ name }) => name === 'x')?.value;

test('answers of the thread are those of the engine', async () => {
  expect(await valueOf(resolve())).toBe('saved');
  expect(await valueOf(resolve({ [FILE]: text('str("unsaved")') }))).toBe('unsaved');
  const { problems } = await resolve({ [FILE]: text('1 + nothing') });
  expect(problems).toMatchObject([{ file: FILE, line: 4, column: 19, severity: 'error' }]);
});

test('the engine does not wait for a slow manifest, and ends it when a newer one comes', async () => {
  await resolve();
  const slow = resolve({ [FILE]: SLOW }).then(
    () => 'it was answered',
    (thrown: unknown) => (thrown as { code: string }).code,
  );
  const started = performance.now();
  await new Promise((go) => setTimeout(go, 50));
  expect(performance.now() - started).toBeLessThan(500);
  expect(await valueOf(resolve({ [FILE]: text('str("newer")') }))).toBe('newer');
  expect(await slow).toBe('cancelled');
});
