import { expect, test } from 'vitest'
import { authorizationAlone, FORM, requestWith } from './authorization-alone.ts'
import { basic } from './sample.ts'

test('a parameter that comes twice is named', async () => {
  const form = { ...FORM, audience: ['a', 'b'] }
  expect(await authorizationAlone().issueToken(requestWith(basic('anna', 's')), form)).toMatchObject({
    status: 400,
    body: { error: 'invalid_request', error_description: 'audience is given more than once.' },
  })
})

test('Basic with nothing behind it leaves it to the form to name the client', async () => {
  const form = { ...FORM, client_id: 'anna' }
  expect(await authorizationAlone().issueToken(requestWith('Basic '), form)).toMatchObject({
    status: 401,
    body: { error: 'invalid_client', error_description: 'No client anna has this secret.' },
  })
})

test('a failed authentication that is answered with 400 has no challenge', async () => {
  const refused = await authorizationAlone().issueToken(requestWith(basic('anna', 'x')), FORM, {
    invalidClientStatus: 400,
  })
  expect(refused).toMatchObject({ status: 400, body: { error: 'invalid_client' } })
  expect(refused.headers).not.toHaveProperty('www-authenticate')
})
