import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'
import { LeftOutReporter } from './test/left-out-reporter.ts'
import { LongestFirst } from './test/longest-first.ts'

const door = (path: string) => fileURLToPath(new URL(path, import.meta.url))

// biome-ignore lint/style/noDefaultExport: Vitest reads the default export
export default defineConfig({
  resolve: {
    alias: [
      { find: /^tvilling$/, replacement: door('./src/index.ts') },
      { find: /^tvilling\/(mocks|fixtures|server)$/, replacement: door('./$1/index.ts') },
      { find: /^tvilling\/contracts$/, replacement: door('./contracts/index.gen.ts') },
      { find: /^tvilling\/(msw|vitest)$/, replacement: door('./mocks/$1.ts') },
    ],
  },
  test: {
    include: ['test/**/*.test.ts'],
    reporters: ['default', new LeftOutReporter()],
    globalSetup: ['test/postgres/setup.ts'],
    setupFiles: ['test/control/check-answers.ts'],
    testTimeout: 20_000,
    // The processes that tests start compile the same files each time: a tenth of a second or more in each.
    env: { NODE_COMPILE_CACHE: door('./node_modules/.cache/tvilling-compiled') },
    isolate: false,
    sequence: { sequencer: LongestFirst },
    maxWorkers: 2,
  },
})
