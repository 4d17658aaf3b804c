/** Authorization without a harness, on a clock that stands still: what simulators ask of it. */
import { type Client, createRandom, openMemoryStore, type Settings, type Store } from 'tvilling'
import { createAuthorization } from '../../src/http/authorization.ts'
import type { ApiRequest } from '../../src/http/messages.ts'

export const FORM = { grant_type: 'client_credentials' }
export const ANNA: Client = {
  id: 'anna',
  secret: 's',
  scopes: ['read', 'write'],
  attributes: { market: 'NO' },
}

interface Given {
  simulator?: string
  store?: Store
  known?: Client[]
  settings?: Settings
}

export function authorizationAlone(given: Given = {}) {
  const { simulator = 'one', store = openMemoryStore(), known = [ANNA], settings = {} } = given
  const clock = { now: () => 0 }
  const random = createRandom(simulator)
  return createAuthorization({ simulator, known, settings, store, clock, random, tenant: undefined })
}

export function requestWith(authorization: string): ApiRequest {
  const headers = { authorization }
  return { method: 'POST', path: '/token', origin: 'https://one.example', query: '', headers }
}
