import { createRequire } from 'node:module'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { jsonOf, requestOf, send, textOf } from '../contract/pairs/pair-call.ts'
import type { ExamplePair } from '../contract/pairs/read-pairs.ts'
import type { Peer, PeerResult, PeerSetup } from './peer.ts'
import { PAIR_HEADER } from './stage.ts'

const PACKAGES = ['@stoplight/prism-cli@5.16.0']

/** Asks the mock for the answer of each pair by its name. */
export const prismMock: Peer = {
  name: 'Prism mock',
  packages: PACKAGES,
  about: 'the request of each pair is valid, and the answer of that name is returned',
  check: (setup) =>
    withPrism(setup, undefined, async (origin, pair) => {
      const request = requestOf(pair, 'Bearer tvilling')
      request.headers['prefer'] = `code=${pair.status}${pair.answer ? `, example=${pair.name}` : ''}`
      const answer = await send(origin, request)
      if (answer.status !== pair.status) return `${answer.status} ${textOf(answer)}`
      if (!pair.answer || !/json/.test(pair.answer.mediaType)) return undefined
      return isDeepStrictEqual(jsonOf(answer), pair.answer.value) ? undefined : `sent ${textOf(answer)}`
    }),
}

/** Sends each pair through the proxy, which compares request and answer with the contract. */
export const prismProxy: Peer = {
  name: 'Prism proxy',
  packages: PACKAGES,
  about: 'each pair passes the validation of request and answer',
  check: (setup) =>
    withPrism(setup, setup.contract.simulated?.stage.url, async (origin, pair) => {
      const request = requestOf(pair, 'Bearer tvilling')
      request.headers[PAIR_HEADER] = pair.name
      const answer = await send(origin, request)
      const violations = answer.headers['sl-violations']
      // A request that is wrong on purpose is a violation, and only of the request.
      if (violations !== undefined && (pair.status < 400 || violations.includes('"response"')))
        return violations
      return answer.status === pair.status ? undefined : `${answer.status} ${textOf(answer)}`
    }),
}

async function withPrism(
  { contract, installed }: PeerSetup,
  upstream: string | undefined,
  check: (origin: string, pair: ExamplePair) => Promise<string | undefined>,
): Promise<PeerResult | undefined> {
  if (!contract.simulated) return undefined
  const load = createRequire(join(installed, 'package.json'))
  const { createServer } = load('@stoplight/prism-http-server')
  const { getHttpOperationsFromSpec } = load('@stoplight/prism-cli/dist/operations')
  const { createLogger } = load('@stoplight/prism-core')
  const server = createServer(await getHttpOperationsFromSpec(contract.file), {
    components: { logger: createLogger('peers', { enabled: false }, false) },
    cors: false,
    config: {
      ...(upstream === undefined
        ? { isProxy: false, mock: { dynamic: false, ignoreExamples: false } }
        : { isProxy: true, upstream: new URL(upstream), mock: false }),
      checkSecurity: false,
      validateRequest: upstream !== undefined,
      validateResponse: true,
      errors: false,
    },
  })
  const origin: string = await server.listen(0, '127.0.0.1')
  const findings: string[] = []
  try {
    for (const pair of contract.simulated.pairs) {
      const finding = await check(origin, pair)
      if (finding !== undefined)
        findings.push(`${pair.operation.id} "${pair.name}" ${pair.status}: ${finding}`)
    }
  } finally {
    await server.close()
  }
  return { checks: contract.simulated.pairs.length, findings }
}
