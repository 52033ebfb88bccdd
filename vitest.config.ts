import { defineConfig } from 'vitest/config'

const shared = {
  globalSetup: ['test/support/global.ts'],
  // Shared and noisy machines: a limit that only a hang reaches.
  testTimeout: 120_000,
  hookTimeout: 180_000,
  maxWorkers: 2,
  // Files share one module graph per worker: every file has a database of its own, and loading the house once is half the time.
  isolate: false,
}
const elsewhere = ['test/e2e/**', '**/node_modules/**']
export default defineConfig({
  test: {
    passWithNoTests: false,
    projects: [
      {
        // Rules, shapes and short talks with one module: under a minute, for every save.
        test: {
          ...shared,
          name: 'quick',
          include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
          exclude: ['**/*.story.test.ts', ...elsewhere],
        },
      },
      {
        // Whole purchases, crashes, restores: several seconds a file.
        test: {
          ...shared,
          name: 'story',
          include: ['src/**/*.story.test.ts', 'test/**/*.story.test.ts'],
          exclude: elsewhere,
        },
      },
      {
        test: { ...shared, name: 'browser', include: ['test/e2e/**/*.test.ts'] },
      },
    ],
  },
})
