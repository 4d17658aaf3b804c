import { expect, test } from 'vitest'
import { authorizationAlone, FORM, requestWith } from './authorization-alone.ts'
import { basic } from './sample.ts'

const known = [{ id: 'carl', secret: 's', scopes: [], environment: 'sandbox' }]
const credentials = requestWith(basic('carl', 's'))
const bearer = requestWith('Bearer abc')

test('an API without environments takes a client of any environment', async () => {
  const auth = authorizationAlone({ known })
  expect((await auth.issueToken(credentials, FORM)).status).toBe(200)
  await auth.accept('carl', 'abc')
  expect(await auth.authorize(bearer, [], undefined)).toMatchObject({ client: { id: 'carl' } })
})

test('a client of another environment is told of which it is', async () => {
  const auth = authorizationAlone({ known })
  const environment = 'production'
  expect(await auth.issueToken(credentials, FORM, { environment })).toMatchObject({
    body: { error_description: 'The credentials of carl belong to the environment sandbox.' },
  })
  await auth.accept('carl', 'abc')
  expect(await auth.authorize(bearer, [], environment)).toMatchObject({
    failure: { detail: 'The token belongs to the environment sandbox.' },
  })
})
