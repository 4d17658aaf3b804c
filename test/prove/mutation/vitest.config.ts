/** The tests that judge the mutants: those in process that prove tokens, moves and pages. */
import { mergeConfig } from 'vitest/config'
import whole from '../../../vitest.config.ts'

// biome-ignore lint/style/noDefaultExport: Vitest reads the default export
export default mergeConfig(
  { ...whole, test: { ...whole.test, include: [] } },
  {
    test: {
      include: [
        'test/engine/{oauth-*,transitions,basic-credentials,credentials,state-graph,page-token}.test.ts',
        'test/engine/page-token*.test.ts',
        'test/types/{definition,parts}.test.ts',
        'test/simulators/consumer-intelligence/{page*,token,client-secret}.test.ts',
        'test/simulators/indkaldelse/{access-token,request-token,scope}.test.ts',
        'test/simulators/organization-session/{scopes,token}.test.ts',
        'test/simulators/person-monitoring/{access,status}.test.ts',
      ],
    },
  },
)
