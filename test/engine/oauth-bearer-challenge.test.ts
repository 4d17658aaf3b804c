import { bearerChallenge } from 'tvilling'
import { expect, test } from 'vitest'

test('the challenge names no error if the request has no token (RFC 6750 section 3.1)', () => {
  expect(bearerChallenge('missing')).toBe('Bearer realm="tvilling"')
})

test.each(['malformed', 'unknown', 'expired', 'revoked', 'environment'] as const)(
  'the challenge to a token that is %s says that it is invalid',
  (cause) => {
    expect(bearerChallenge(cause)).toBe('Bearer realm="tvilling", error="invalid_token"')
  },
)
