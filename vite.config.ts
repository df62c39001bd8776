/** The window: renderer/index.html into out/renderer. */
import path from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

export default defineConfig({
  root: path.resolve(import.meta.dirname, 'renderer'),
  base: './',
  plugins: [react()],
  build: {
    target: 'chrome114',
    outDir: path.resolve(import.meta.dirname, 'out/renderer'),
    emptyOutDir: true,
    sourcemap: true,
    modulePreload: { polyfill: false },
    // One window, read from the disk: a large chunk costs nothing that a warning would save.
    chunkSizeWarningLimit: 4000,
    reportCompressedSize: false,
  },
});
