import { defineConfig } from 'vitest/config'

const database = {
  globalSetup: ['test/support/global.ts'],
  // Shared and noisy machines: a limit that only a hang reaches.
  testTimeout: 120_000,
  hookTimeout: 180_000,
}
export default defineConfig({
  test: {
    passWithNoTests: false,
    projects: [
      {
        test: {
          ...database,
          name: 'quick',
          include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
          exclude: ['test/e2e/**', '**/node_modules/**'],
          maxWorkers: 2,
          // Files share one module graph per worker: every file has a database of its own, and loading the house once is half the time.
          isolate: false,
        },
      },
      {
        test: {
          ...database,
          name: 'browser',
          include: ['test/e2e/**/*.test.ts'],
          testTimeout: 120_000,
          fileParallelism: false,
        },
      },
    ],
  },
})
