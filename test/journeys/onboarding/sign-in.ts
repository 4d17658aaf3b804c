/** Tokens, by an OAuth2 library: fetched when they are needed, used again, renewed when they are refused. */
import * as oauth from 'openid-client'
import type { Api, Configuration } from './configuration.ts'

export interface SignIn {
  /** Value of the Authorization header. */
  authorization(): Promise<string>
  /** Forgets the token, which was refused. */
  forget(): void
}

export function createSignIn(api: Api, { client, fetch }: Configuration): SignIn {
  const { tokenEndpoint = '', scope } = api
  const { origin } = new URL(tokenEndpoint)
  const provider = new oauth.Configuration(
    { issuer: origin, token_endpoint: tokenEndpoint },
    client.id,
    client.secret,
    oauth.ClientSecretBasic(client.secret),
  )
  provider[oauth.customFetch] = fetch as oauth.CustomFetch
  if (origin.startsWith('http:')) oauth.allowInsecureRequests(provider)
  let token: Promise<oauth.TokenEndpointResponse> | undefined

  return {
    async authorization() {
      token ??= oauth.clientCredentialsGrant(provider, scope === undefined ? {} : { scope })
      return `Bearer ${(await token).access_token}`
    },
    forget() {
      token = undefined
    },
  }
}

/** Runs a call, once more with a fresh token if the first was refused. */
export async function signedIn<R extends { status: number }>(
  signIn: SignIn,
  call: (authorization: string) => Promise<R>,
): Promise<R> {
  const response = await call(await signIn.authorization())
  if (response.status !== 401) return response
  signIn.forget()
  return call(await signIn.authorization())
}
