/** A simulator of somebody else's API, with nothing but the public door. */
import { type Context, type Dialect, defineSimulator, explainFailure, type RequestContext } from 'tvilling'

interface Permit {
  plate: string
  state: 'APPLIED' | 'GRANTED' | 'EXPIRED'
  receipt: string
}

const settings = { grantedAfter: 'P1D', expiresAfter: 'P30D' }
const collections = { permits: { key: ({ plate }: Permit) => plate } }
type World = RequestContext<Context<{ settings: typeof settings; collections: typeof collections }>>

const says = (status: number) => (failure: Parameters<typeof explainFailure>[0]) => ({
  status,
  body: { error: explainFailure(failure) },
})

const problems: Dialect = {
  unmatched: says(404),
  method: says(405),
  unauthenticated: says(401),
  scope: says(401),
  oversized: says(400),
  'media-type': says(400),
  malformed: says(400),
  violations: says(400),
  internal: says(400),
  fault: (failure) => says(failure.status)(failure),
}

export const parkingPermits = defineSimulator({
  name: 'parking-permits',
  provider: 'a town',
  document: new URL('openapi.yaml', import.meta.url),
  settings,
  collections,
  clients: [{ id: 'tvilling', secret: 'tvilling', scopes: [] }],
  tokenOperations: ['requestToken'],
  problems,
  operations: {
    requestToken: ({ body }, context: World) => context.auth.issueToken(context.request, body),

    async applyForPermit({ params }, context: World) {
      const permit: Permit = { plate: params.plate, state: 'APPLIED', receipt: context.random.hex(4) }
      await context.begin('permits', permit)
      return { status: 200, body: permit }
    },

    async getPermit({ params }, { collections }: World) {
      const permit = await collections.permits.get(params.plate)
      return permit ? { status: 200, body: permit } : { status: 404, body: { error: 'no such permit' } }
    },
  },
  resources: [
    {
      collection: 'permits',
      field: 'state',
      initial: ['APPLIED'],
      states: { APPLIED: 'Waits.', GRANTED: 'May park.', EXPIRED: 'May not any more.' },
      moves: [
        { from: 'APPLIED', to: 'GRANTED', by: 'time', after: 'grantedAfter' },
        { from: 'GRANTED', to: 'EXPIRED', by: 'time', after: 'expiresAfter' },
      ],
    },
  ],
  scenarios: {
    'permit-granted': {
      about: 'Somebody has a permit.',
      parameters: { plate: { type: 'string', default: 'ABC123' } },
      async load({ plate }, context) {
        await context.begin('permits', { plate, state: 'APPLIED', receipt: context.random.hex(4) })
        await context.move('permits', plate, 'GRANTED')
        return { plate }
      },
    },
  },
  verification: () => import('./verification.ts'),
  examples: () => import('./examples.ts'),
  volatile: ['/receipt'],
})
