import { expect, test } from 'vitest'
import { authorizationAlone, FORM, requestWith } from './authorization-alone.ts'
import { basic } from './sample.ts'

test.each([
  ['an hour', {}, 3_600],
  ['what its setting says', { tokenLifetime: 'PT5M' }, 300],
])('the lifetime of a token is %s', async (_, settings, seconds) => {
  const auth = authorizationAlone({ settings })
  const { body } = await auth.issueToken(requestWith(basic('anna', 's')), FORM)
  expect(body).toMatchObject({ expires_in: seconds })
})
