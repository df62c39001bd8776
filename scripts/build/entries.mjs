/** What is built: the names of the outputs and where their source begins. */

/** `out/<name>.cjs` from this file. */
export const nodeEntries = {
  main: 'electron/main/main.ts',
  preload: 'electron/preload/preload.ts',
  cli: 'electron/cli/main.ts',
  commands: 'electron/cli/cli.ts',
  mpp: 'electron/cli/mpp.ts',
  worker: 'electron/engine/builds/worker.ts',
  catalogue: 'electron/engine/packages/catalogue-thread.ts',
  resolver: 'electron/engine/manifest/resolver-thread.ts',
};

/** `out/renderer/` from this file. */
export const rendererEntry = 'renderer/index.html';

/** Folders and files whose change makes an output stale. */
export const sources = {
  renderer: ['renderer', 'shared', 'assets', 'vite.config.ts', 'package.json'],
  node: ['electron', 'shared', 'vite.node.config.ts', 'scripts/build', 'package.json'],
};
