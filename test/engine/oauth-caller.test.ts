import { openMemoryStore } from 'tvilling'
import { expect, test } from 'vitest'
import { ANNA, authorizationAlone, FORM, requestWith } from './authorization-alone.ts'
import { basic } from './sample.ts'

const UNKNOWN = { failure: { cause: 'unknown' } }

test('an operation learns which client calls, with the scopes of its token', async () => {
  const auth = authorizationAlone()
  const { body } = await auth.issueToken(requestWith(basic('anna', 's')), { ...FORM, scope: 'read' })
  const token = 'access_token' in body ? body.access_token : ''
  expect(await auth.authorize(requestWith(`Bearer ${token}`), [], undefined)).toEqual({
    client: { ...ANNA, scopes: ['read'] },
  })
})

test('simulators that share a store share neither clients nor tokens', async () => {
  const store = openMemoryStore()
  const one = authorizationAlone({ store })
  const other = authorizationAlone({ store, simulator: 'other' })
  await one.register({ id: 'bo', secret: 's', scopes: [] })
  expect(await one.client('bo')).toMatchObject({ id: 'bo' })
  expect(await other.client('bo')).toBeUndefined()
  await one.accept('anna', 'abc')
  expect(await other.authorize(requestWith('Bearer abc'), [], undefined)).toMatchObject(UNKNOWN)
})

test('the token of a client that is no longer there is unknown', async () => {
  const store = openMemoryStore()
  await authorizationAlone({ store }).accept('anna', 'abc')
  const later = authorizationAlone({ store, known: [] })
  expect(await later.authorize(requestWith('Bearer abc'), [], undefined)).toMatchObject(UNKNOWN)
})

test('a client that is not there gets no new secret', async () => {
  expect(await authorizationAlone().rotateSecret('nobody')).toBeUndefined()
})
