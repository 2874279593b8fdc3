import { defineConfig } from 'vitest/config';

const outside = ['**/node_modules/**', '**/dist/**'];

export default defineConfig({
  test: {
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
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
