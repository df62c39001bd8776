/**
 * What runs in Node: one self-contained CommonJS file for each entry, named by the mode. Only Node's own modules, native
 * ones and `electron` stay outside.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { defineConfig } from 'vite';
import { nodeEntries } from './scripts/build/entries.mjs';

const { version } = JSON.parse(readFileSync(path.resolve(import.meta.dirname, 'package.json'), 'utf8')) as {
  version: string;
};

export default defineConfig(({ mode }) => {
  const entry = nodeEntries[mode];
  if (!entry) throw new Error(`No entry is named '${mode}'.`);
  return {
    build: {
      target: 'node18',
      ssr: path.resolve(import.meta.dirname, entry),
      outDir: path.resolve(import.meta.dirname, 'out'),
      emptyOutDir: false,
      copyPublicDir: false,
      sourcemap: true,
      // The stand-in for osbuild-mpp is read anew for every manifest: half the text is half the reading.
      minify: mode === 'mpp',
      reportCompressedSize: false,
      rolldownOptions: {
        output: { format: 'cjs', entryFileNames: `${mode}.cjs`, codeSplitting: false },
      },
    },
    define: {
      'process.env.NODE_ENV': JSON.stringify('production'),
      'process.env.STUDIO_VERSION': JSON.stringify(version),
    },
    ssr: { target: 'node', noExternal: true, external: ['electron', '@lydell/node-pty'] },
  };
});
