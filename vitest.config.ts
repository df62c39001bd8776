import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

const folders = '{shared,electron,renderer,scripts}';

export default defineConfig({
  test: {
    projects: [
      {
        plugins: [react()],
        test: {
          name: 'unit',
          include: [`${folders}/**/*.test.{ts,tsx,mjs}`],
          exclude: ['**/*.integration.test.ts', '**/*.test.tsx', 'node_modules/**'],
          environment: 'node',
          pool: 'threads',
        },
      },
      {
        plugins: [react()],
        test: {
          name: 'window',
          include: ['renderer/**/*.test.tsx'],
          environment: 'happy-dom',
          pool: 'threads',
        },
      },
      {
        test: {
          name: 'integration',
          include: [`${folders}/**/*.integration.test.ts`, 'tests/integration/**/*.test.ts'],
          environment: 'node',
          pool: 'forks',
          fileParallelism: false,
          testTimeout: 180_000,
          hookTimeout: 300_000,
        },
      },
    ],
  },
});
