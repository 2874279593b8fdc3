import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

const outside = ['**/node_modules/**', '**/dist/**'];

export default defineConfig({
  test: {
    // The runner would leave a core free, which of two is half.
    maxWorkers: '100%',
    reporters: ['default', './test-support/closing-line.ts'],
    projects: [
      {
        // Pure logic: files share one module graph, so no module-level mutable state and no vi.mock.
        test: {
          name: 'unit',
          include: ['{packages,apps,bench,eval,soak,tools,test-support}/**/*.test.ts'],
          exclude: ['**/*.it.test.ts', ...outside],
          pool: 'threads',
          isolate: false,
        },
      },
      {
        // Real sockets, files, databases and processes.
        test: {
          name: 'it',
          include: ['{packages,apps,e2e,soak,tools,bench,eval}/**/*.it.test.ts'],
          exclude: outside,
          pool: 'forks',
          // Hubs are started by the hundred, as processes and as threads: most of a start is reading the sources.
          env: { NODE_COMPILE_CACHE: join(import.meta.dirname, 'node_modules/.cache/node-compile') },
          // For what hangs, not for what is slow: a busy machine must fail nothing.
          testTimeout: 120_000,
          hookTimeout: 120_000,
          expect: { poll: { timeout: 60_000, interval: 20 } },
        },
      },
    ],
  },
});
