/** OAuth 2.0 client credentials (RFC 6749 section 4.4) and bearer tokens (RFC 6750), on the harness's clock. */
import type { Clock } from '../harness/clock.ts'
import { durationOf, LAST_INSTANT } from '../harness/clock.ts'
import type { Random } from '../harness/random.ts'
import type { Settings } from '../simulator/settings.ts'
import { allRows } from '../store/all-rows.ts'
import type { Collection, CollectionDefinition, Store } from '../store/store.ts'
import { type BasicCredentials, basicTokenOf, readBasicToken } from './basic-credentials.ts'
import type { Failure, TokenFault } from './failure.ts'
import type { ApiRequest } from './messages.ts'
import { invalidClient, oauthError, type TokenRefused } from './oauth-errors.ts'

export interface Client {
  id: string
  secret: string
  scopes: readonly string[]
  /** The one environment in which the credentials work; all if it is left out. */
  environment?: string
  /** Rights besides the scopes: markets, permissions, the organization that the client represents. */
  attributes?: Readonly<Record<string, unknown>>
  /** How often the secret was replaced. */
  generation?: number
}

interface Token {
  token: string
  client: string
  generation: number
  scopes: readonly string[]
  expiresAt: number
}

const clients: CollectionDefinition<Client> = { key: ({ id }) => id, secret: ['secret'] }
const tokens: CollectionDefinition<Token> = {
  key: ({ token }) => token,
  indexes: { expiresAt: ({ expiresAt }) => expiresAt },
  secret: ['token'],
}
/** Stands for every token. No token in a request can have this character (RFC 6750 section 2.1). */
const EVERY = '*'
/** Expired tokens are kept for a day, so that a late caller gets the reason "expired" and not "unknown". */
const REMEMBERED = durationOf('P1D')

/** Far more scopes than any API has. */
const MOST_SCOPES = 1_000
export const NOBODY: Client = { id: '', secret: '', scopes: [] }

/** The simulator's own OAuth clients. */
export interface AuthAccess {
  /** Answers a token request (RFC 6749 section 4.4). A body that is left out is an empty form. */
  issueToken<S extends 400 | 401 = 401>(
    request: ApiRequest,
    form: object | undefined,
    options?: TokenOptions<S>,
  ): Promise<TokenAnswer<S>>
  client(id: string): Promise<Client | undefined>
  /** Gives a client a new secret; the old one and the tokens issued with it are refused from now on. */
  rotateSecret(id: string): Promise<string | undefined>
  /** Registers a client, or changes one. */
  register(client: Client): Promise<void>
}

export interface TokenOptions<S extends 400 | 401 = 400 | 401> {
  /** Only clients of this environment are let in. */
  environment?: string | undefined
  /** Status of a failed client authentication; RFC 6749 says 401. */
  invalidClientStatus?: S
}

/** What a token request is answered. */
export type TokenAnswer<S extends 400 | 401 = 400 | 401> = TokenGranted | TokenRefused<400> | TokenRefused<S>

/** RFC 6749 section 5.1. */
export interface TokenGranted {
  status: 200
  headers: Record<string, string>
  body: { access_token: string; expires_in: number; scope: string; token_type: 'bearer' }
}

export interface Authorization extends AuthAccess {
  /** Finds the client behind a bearer token, if the token has every required scope. */
  authorize(
    request: ApiRequest,
    scopes: readonly string[],
    environment: string | undefined,
  ): Promise<{ client: Client } | { failure: Failure }>
  /**
   * Accepts a bearer token that was not issued here as one of a client; without a token, every such token. It is
   * valid until the harness is reset or the client's secret is replaced, unless it counts as expired.
   * @returns whether there is such a client.
   */
  accept(client: string, token?: string, expired?: boolean): Promise<boolean>
  /** The clients that were registered or changed here, and how many tokens there are. */
  contents(): Promise<{ registered: Client[]; tokens: number }>
}

export interface AuthorizationDeps {
  simulator: string
  known: readonly Client[]
  settings: Settings
  store: Pick<Store, 'collection'>
  clock: Pick<Clock, 'now'>
  random: Random
  /** A client may call itself `id@tenant`. Then its tokens contain the tenant, so that requests find it. */
  tenant: string | undefined
}

export function createAuthorization(deps: AuthorizationDeps): Authorization {
  const { simulator, known, settings, store, clock, random, tenant } = deps
  const registered: Collection<Client> = store.collection(`${simulator}/clients`, clients)
  const issued: Collection<Token> = store.collection(`${simulator}/tokens`, tokens)
  const lifetime = () => durationOf(String(settings['tokenLifetime'] ?? 'PT1H'))

  async function client(id: string): Promise<Client | undefined> {
    return (await registered.get(id)) ?? known.find((candidate) => candidate.id === id)
  }

  /** The id without the tenant, and whether it had one. */
  function unbind(id: string): { id: string; bound: boolean } {
    const suffix = `@${tenant}`
    return tenant && id.endsWith(suffix)
      ? { id: id.slice(0, -suffix.length), bound: true }
      : { id, bound: false }
  }

  async function issueToken<S extends 400 | 401 = 401>(
    request: ApiRequest,
    given: object | undefined,
    options: TokenOptions<S> = {},
  ): Promise<TokenAnswer<S>> {
    const form: Record<string, unknown> = { ...given }
    // Only a caller that leaves the status out has the default.
    const refusedWith = options.invalidClientStatus ?? (401 as S)
    const repeated = Object.keys(form).find((name) => Array.isArray(form[name]))
    if (repeated !== undefined) {
      return oauthError(400, 'invalid_request', `${repeated} is given more than once.`)
    }
    const credentials = readCredentials(request, form)
    if ('error' in credentials) return oauthError(400, 'invalid_request', credentials.error)
    if ('scheme' in credentials) {
      const detail = `Clients authenticate with Basic or in the form, not with ${credentials.scheme}.`
      return invalidClient(refusedWith, detail)
    }
    const { id, bound } = unbind(credentials.id)
    const named = form['client_id']
    if (named && unbind(String(named)).id !== id) {
      return oauthError(400, 'invalid_request', 'The client names itself in two ways that differ.')
    }
    const caller = await client(id)
    const right = caller !== undefined && caller.secret === credentials.secret
    const elsewhere = right && isElsewhere(caller, options.environment)
    if (!right || elsewhere) {
      const detail = elsewhere
        ? `The credentials of ${id} belong to the environment ${caller.environment}.`
        : `No client ${id || '(empty)'} has this secret.`
      return invalidClient(refusedWith, detail)
    }
    const grantType = form['grant_type']
    if (!grantType) return oauthError(400, 'invalid_request', 'grant_type is missing.')
    if (grantType !== 'client_credentials') {
      return oauthError(400, 'unsupported_grant_type', 'grant_type must be client_credentials.')
    }
    const scopeNames = String(form['scope'] ?? '').split(' ', MOST_SCOPES + 1)
    if (scopeNames.length > MOST_SCOPES) return oauthError(400, 'invalid_scope', 'scope has over 1000 names.')
    const asked = [...new Set(scopeNames)].filter(Boolean)
    const refused = asked.filter((scope) => !caller.scopes.includes(scope))
    if (refused.length > 0) {
      return oauthError(400, 'invalid_scope', `${id} does not have the scope ${refused.join(' ')}.`)
    }
    const scopes = asked.length > 0 ? asked : caller.scopes
    const token = `${random.token(24)}${bound ? `~${tenant}` : ''}`
    const { generation = 0 } = caller
    await issued.deleteBelow('expiresAt', clock.now() - REMEMBERED)
    await issued.insert({ token, client: id, generation, scopes, expiresAt: clock.now() + lifetime() })
    return {
      status: 200,
      headers: { 'cache-control': 'no-store', pragma: 'no-cache' },
      body: {
        access_token: token,
        expires_in: Math.floor(lifetime() / 1_000),
        scope: scopes.join(' '),
        token_type: 'bearer',
      },
    }
  }

  return {
    client,
    issueToken,

    async register(added) {
      await registered.put(added)
    },

    async rotateSecret(id) {
      const current = await client(id)
      if (!current) return undefined
      const secret = random.token(24)
      await registered.put({ ...current, secret, generation: (current.generation ?? 0) + 1 })
      return secret
    },

    async accept(id, token = EVERY, expired = false) {
      const caller = await client(id)
      if (!caller) return false
      const { generation = 0, scopes } = caller
      const expiresAt = expired ? clock.now() : LAST_INSTANT
      await issued.put({ token, client: id, generation, scopes, expiresAt })
      return true
    },

    contents: async () => ({ registered: await allRows(registered), tokens: await issued.count() }),

    async authorize(request, scopes, environment) {
      const header = request.headers['authorization']
      if (!header) return refuse('missing', 'The request has no Authorization header.')
      const text = /^bearer +([\w.~+/-]+=*)$/i.exec(header)?.[1]
      if (!text) return refuse('malformed', 'The Authorization header is not "Bearer <token>".')
      const token = (await issued.get(text)) ?? (await issued.get(EVERY))
      const caller = token && (await client(token.client))
      if (!token || !caller) return refuse('unknown', 'The token was not issued here.')
      if (token.expiresAt <= clock.now()) return refuse('expired', 'The token has expired.')
      if (token.generation !== (caller.generation ?? 0)) {
        return refuse('revoked', `The token was issued with a secret of ${caller.id} that was replaced.`)
      }
      if (isElsewhere(caller, environment)) {
        return refuse('environment', `The token belongs to the environment ${caller.environment}.`)
      }
      const lacking = scopes.find((scope) => !token.scopes.includes(scope))
      if (lacking !== undefined) {
        const detail = `The token lacks the scope ${lacking}.`
        return { failure: { kind: 'scope', scope: lacking, detail } }
      }
      return { client: { ...caller, scopes: token.scopes } }
    },
  }
}

function isElsewhere(client: Client, environment: string | undefined): boolean {
  return environment !== undefined && client.environment !== undefined && client.environment !== environment
}

function refuse(cause: TokenFault, detail: string): { failure: Failure } {
  return { failure: { kind: 'unauthenticated', cause, detail } }
}

/** Credentials of HTTP Basic or of the form, never both (RFC 6749 section 2.3). */
function readCredentials(
  request: ApiRequest,
  form: Record<string, unknown>,
): BasicCredentials | { error: string } | { scheme: string } {
  const header = request.headers['authorization']
  const basic = basicTokenOf(header)
  if (header && basic === undefined) return { scheme: header.split(' ')[0] ?? '' }
  if (basic !== undefined && form['client_secret']) {
    return { error: 'The client authenticates in two ways at once.' }
  }
  if (basic === undefined || basic === '') {
    return { id: String(form['client_id'] ?? ''), secret: String(form['client_secret'] ?? '') }
  }
  return readBasicToken(basic) ?? { error: 'The Basic credentials have no colon.' }
}
