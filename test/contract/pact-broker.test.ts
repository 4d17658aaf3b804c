import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { main } from 'tvilling/server'
import { expect, test } from 'vitest'
import { pactFile } from './pacts.ts'

const PACT = '/pacts/provider/birth-report/consumer/example-client/pact-version/1'
const FOR_VERIFICATION = '/pacts/provider/birth-report/for-verification'

/** As much of a Pact Broker as the verifier asks for; it has one pact. */
async function openBroker() {
  const heard: { method: string; url: string; authorization: string | undefined; body: string }[] = []
  const broker = createServer(async (request, response) => {
    const { method = '', url = '', headers } = request
    let body = ''
    for await (const chunk of request) body += chunk
    heard.push({ method, url, authorization: headers.authorization, body })
    const base = `http://${headers.host}`
    const answers: Record<string, object> = {
      '/': { 'pb:provider-pacts-for-verification': { href: `${base}${FOR_VERIFICATION}` } },
      [FOR_VERIFICATION]: { self: { href: `${base}${FOR_VERIFICATION}` } },
      [PACT]: { 'pb:publish-verification-results': { href: `${base}/results` } },
    }
    const pacts = [{ shortDescription: 'latest', _links: { self: { href: `${base}${PACT}`, name: 'it' } } }]
    const pact: object = JSON.parse(readFileSync(pactFile('birth-report'), 'utf8'))
    response.setHeader('content-type', 'application/hal+json')
    response.end(
      JSON.stringify({
        ...(url === PACT && pact),
        ...(method === 'POST' && url === FOR_VERIFICATION && { _embedded: { pacts } }),
        _links: answers[url] ?? {},
      }),
    )
  })
  await new Promise<void>((resolve) => broker.listen(0, '127.0.0.1', resolve))
  const { port } = broker.address() as AddressInfo
  return { broker, heard, url: `http://127.0.0.1:${port}` }
}

test('pacts come from a broker, which gets the result', async () => {
  const { broker, heard, url } = await openBroker()
  let out = ''
  const io = {
    out(text: string) {
      out += text
    },
    error(text: string) {
      throw new Error(text)
    },
  }
  const flags = ['--pact', url, '--provider', 'birth-report', '--tag', 'main', '--publish', '1.4.2']
  try {
    expect(await main(['pact', 'verify', ...flags], io)).toBe(0)
  } finally {
    broker.closeAllConnections()
    broker.close()
  }
  expect(out).toContain('16 passed, 0 failed')
  const [asked] = heard.filter(({ method, url }) => method === 'POST' && url === FOR_VERIFICATION)
  expect(JSON.parse(asked?.body ?? '{}').consumerVersionSelectors).toEqual([{ tag: 'main', latest: true }])
  const [published] = heard.filter(({ url }) => url === '/results')
  expect(JSON.parse(published?.body ?? '{}')).toMatchObject({
    success: true,
    providerApplicationVersion: '1.4.2',
  })
})
