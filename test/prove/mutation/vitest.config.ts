/** The tests that judge the mutants: those of the engine and its types that prove tokens, moves and pages. */
import { mergeConfig } from 'vitest/config'
import whole from '../../../vitest.config.ts'

// biome-ignore lint/style/noDefaultExport: Vitest reads the default export
export default mergeConfig(
  // What is a list would be added to: the tests of the whole suite, and its PostgreSQL server.
  { ...whole, test: { ...whole.test, include: [], globalSetup: [], reporters: [] } },
  {
    test: {
      include: [
        'test/engine/{oauth-*,transitions,basic-credentials,credentials,state-graph,page-token}.test.ts',
        'test/types/parts.test.ts',
      ],
    },
  },
)
