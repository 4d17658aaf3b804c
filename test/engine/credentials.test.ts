import { expect, test } from 'vitest'
import { readContract } from '../../src/contract/contract.ts'
import { credentialPlaces, missingCredential } from '../../src/http/credentials.ts'

const SCHEMES = {
  headerKey: { type: 'apiKey', in: 'header', name: 'X-Key' },
  queryKey: { type: 'apiKey', in: 'query', name: 'key' },
  cookieKey: { type: 'apiKey', in: 'cookie', name: 'sid' },
  basic: { type: 'http', scheme: 'basic' },
  bearer: { type: 'http', scheme: 'bearer' },
  connect: { type: 'openIdConnect', openIdConnectUrl: 'https://x.test' },
  certificate: { type: 'mutualTLS' },
}

function lacks(security: object[], request: { headers?: Record<string, string>; query?: string } = {}) {
  const responses = { 200: { description: 'Done.' } }
  const { document, operations } = readContract({
    openapi: '3.1.0',
    info: { title: 'Keys', version: '1' },
    paths: { '/x': { get: { operationId: 'read', security, responses } } },
    components: { securitySchemes: SCHEMES },
  })
  const [operation] = operations
  const whole = { method: 'GET', path: '/x', origin: '', query: '', headers: {}, ...request }
  return {
    text: operation && missingCredential(document, operation, whole),
    places: operation && credentialPlaces(document, operation),
  }
}

test('nothing is lacking if nothing is asked for, or a certificate alone', () => {
  expect(lacks([])).toEqual({ text: undefined, places: [] })
  expect(lacks([{ certificate: [] }])).toEqual({ text: undefined, places: [] })
})

const basic = (text: string) => `Basic ${btoa(text)}`

test.each([
  ['headerKey', 'the header X-Key', { headers: { 'x-key': 'k' } }, { headers: { 'x-key': ' ' } }],
  ['queryKey', 'the query parameter key', { query: 'key=k' }, { query: 'key=&other=k' }],
  [
    'cookieKey',
    'the cookie sid',
    { headers: { cookie: 'a=b; sid=k' } },
    { headers: { cookie: 'sid=; xsid=k' } },
  ],
  [
    'basic',
    'the header Authorization with Basic',
    { headers: { authorization: basic('a:b') } },
    { headers: { authorization: basic('ab') } },
  ],
  [
    'bearer',
    'the header Authorization with Bearer',
    { headers: { authorization: 'bearer t' } },
    { headers: { authorization: 'Bearer ' } },
  ],
  [
    'connect',
    'the header Authorization with Bearer',
    { headers: { authorization: 'Bearer t' } },
    { headers: { authorization: basic('a:b') } },
  ],
])('%s is asked for, and an empty or another one does not do', (scheme, words, given, empty) => {
  const sentence = `The request needs ${words}.`
  expect(lacks([{ [scheme]: [] }]).text).toBe(sentence)
  expect(lacks([{ [scheme]: [] }], empty).text).toBe(sentence)
  expect(lacks([{ [scheme]: [] }], given).text).toBeUndefined()
})

test('all of one way are needed, and one way of several is enough', () => {
  const both = [{ headerKey: [], queryKey: [] }]
  expect(lacks(both, { query: 'key=k' }).text).toBe(
    'The request needs the header X-Key and the query parameter key.',
  )
  expect(lacks(both, { query: 'key=k', headers: { 'x-key': 'k' } }).text).toBeUndefined()
  const either = [{ headerKey: [] }, { bearer: [] }, { connect: [] }]
  expect(lacks(either).text).toBe(
    'The request needs the header X-Key, or the header Authorization with Bearer.',
  )
  expect(lacks(either, { headers: { authorization: 'Bearer t' } }).text).toBeUndefined()
  expect(lacks(either).places).toEqual([{ in: 'header', name: 'X-Key', prefix: '' }])
})
