/** Example answers and messages of Consumer Intelligence. */
import { expected } from 'tvilling'
import { numberOf } from '../../../fixtures/index.ts'

const { eachLike, equal, instant, integer, like, regex, text, uuid } = expected

export const LEGAL_ID = numberOf('legal-id')
export const NOBODY = numberOf('nobody')
export const UUID = '18d6e1ca-c2a8-4daf-a557-7cca14db7753'
export const GEDI = 'MEF741BA00F6'
export const URL = 'http://127.0.0.1:9/hook'

export const json = { 'Content-Type': 'application/json' }
export const problemJson = { 'Content-Type': 'application/problem+json' }

export const gedi = regex(/^ME[0-9A-F]{10}$/, GEDI)
export const cursor = text('BrIu1YOTPWiKxZrI')

export const oauthError = (error: string) => ({ error, error_description: text('It says why.') })
export const problem = (status: number, title: string) => ({
  status,
  title,
  type: equal('about:blank'),
  detail: text('It says why.'),
  instance: regex(/^urn:bisnode:traceid:[0-9a-f-]{36}$/, `urn:bisnode:traceid:${UUID}`),
})
export const violations = (field: string) => ({
  ...problem(400, 'Constraint Violation'),
  detail: 'Request body contains one or more errors',
  violations: eachLike({ field: like(field), message: text('is required') }),
})

export const person = like({
  legalId: { value: equal(LEGAL_ID), country: equal('SE') },
  firstNames: eachLike('Astrid'),
  familyName: 'Lindqvist',
  birthDate: '1980-01-02',
  sex: regex(/^(FEMALE|MALE)$/, 'FEMALE'),
  status: { deceased: false, emigrated: false, protectedIdentity: false },
  addresses: eachLike({ streetName: 'Storgatan', streetNumber: '22', postalCode: '41114', city: 'Göteborg' }),
  metadata: { gedi, source: equal('SPAR'), market: equal('SE'), changed: instant() },
})
export const consumer = (state: string) => ({
  consumerId: text('customer-1'),
  market: equal('SE'),
  state: equal(state),
  created: instant(),
  changed: instant(),
})
export const webhook = { id: uuid(UUID), url: equal(URL), events: eachLike(text('PING')) }
export const event = (type: string) => ({ type: equal(type), id: uuid(UUID), timestamp: instant() })

export const form = { grant_type: 'client_credentials', scope: 'bci' } as const
export const token = {
  access_token: text('GNbhysKora8lV3zKFNt3U1B_TwOiiBJM'),
  expires_in: integer(3600),
  scope: equal('bci'),
  token_type: equal('bearer'),
}
