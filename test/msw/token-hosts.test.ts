import { globSync, readFileSync } from 'node:fs'
import axios from 'axios'
import { expect, test } from 'vitest'
import { eachMsw, type Intercepted } from './versions.ts'

const KEYCLOAK = 'protocol/openid-connect/token'
const TOKENS = [
  'https://login.bisnode.com/as/token.oauth2',
  'https://sandbox-api.bisnode.com/sandbox/v1/token.oauth2',
  'https://indkaldelse.test/connect/token',
  'https://api.roaring.io/token',
  `https://auth.bankid.no/auth/realms/prod/${KEYCLOAK}`,
  `https://auth.preprod.bankid.no/auth/realms/preprod/${KEYCLOAK}`,
  `https://auth.current.bankid.no/auth/realms/current/${KEYCLOAK}`,
]

function signIn(url: string): Promise<Response> {
  const client = url.includes('sandbox') ? 'tvilling-sandbox' : 'tvilling'
  return fetch(url, {
    method: 'POST',
    headers: { authorization: `Basic ${btoa(`${client}:${client}`)}` },
    body: new URLSearchParams({ grant_type: 'client_credentials' }),
  })
}

eachMsw('every token endpoint answers at its own host, at once', async () => {
  for (const url of TOKENS) {
    const response = await signIn(url)
    expect([url, response.status, response.redirected]).toEqual([url, 200, false])
    expect(await response.json()).toMatchObject({ token_type: 'bearer' })
  }
})

/** A gateway of the user's that sends whoever wants a token on to the provider. */
async function throughGateway(
  { server, http }: Intercepted,
  status: 307 | 308,
  send: (url: string, form: URLSearchParams) => Promise<unknown[]>,
) {
  const to = { status, headers: { location: 'https://api.roaring.io/token' } }
  server.use(http.post('https://gateway.example/token', () => new Response(null, to)))
  // Clients forget the credentials of the header on the way to another origin, as the standards say.
  const credentials = { client_id: 'tvilling', client_secret: 'tvilling' }
  const form = new URLSearchParams({ grant_type: 'client_credentials', ...credentials })
  expect(await send('https://gateway.example/token', form)).toEqual([200, 'bearer'])
}

eachMsw('a gateway that redirects token requests leads to the twin, form and all', async (msw) => {
  for (const status of [307, 308] as const) {
    await throughGateway(msw, status, async (url, form) => {
      const { status, data } = await axios.post(url, form)
      return [status, data.token_type]
    })
  }
})

// With fetch, MSW 2 follows no redirect of a request that has a body.
eachMsw(
  'a gateway that redirects token requests of fetch leads to the twin as well',
  async (msw) => {
    for (const status of [307, 308] as const) {
      await throughGateway(msw, status, async (url, body) => {
        const response = await fetch(url, { method: 'POST', body })
        return [response.status, ((await response.json()) as { token_type: string }).token_type]
      })
    }
  },
  { versions: ['MSW 3'] },
)

test('no contract has an answer that redirects', () => {
  for (const file of globSync('contracts/*/openapi.gen.json')) {
    expect(readFileSync(file, 'utf8')).not.toMatch(/"3\d\d": ?\{/)
  }
})
