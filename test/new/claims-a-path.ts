/** A simulator with a path that one of the five has. */
import { type Dialect, defineSimulator } from 'tvilling'

const says = (status: number) => () => ({ status, body: {} })
export const problems: Dialect = {
  unmatched: says(404),
  method: says(405),
  unauthenticated: says(401),
  scope: says(403),
  oversized: says(400),
  'media-type': says(400),
  malformed: says(400),
  violations: says(400),
  internal: says(500),
  fault: ({ status }) => ({ status, body: {} }),
}

export const rival = defineSimulator({
  name: 'rival',
  provider: 'nobody',
  document: {
    openapi: '3.1.0',
    info: { title: 'Rival', version: '1' },
    paths: {
      '/as/token.oauth2': { post: { operationId: 'take', responses: { 204: { description: 'Taken' } } } },
    },
  },
  settings: {},
  collections: {},
  problems,
  operations: { take: async () => ({ status: 204 }) },
})
