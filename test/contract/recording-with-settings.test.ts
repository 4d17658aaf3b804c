import { personMonitoring } from 'tvilling/mocks'
import { expect, test } from 'vitest'
import { play } from '../../server/drift/play.ts'
import { readHar } from '../../server/drift/read.ts'
import { createSchemas } from '../../server/proxy/personal/kinds.ts'
import { withSettings } from '../../src/simulator/apply-settings.ts'

const monitoring = withSettings(personMonitoring, {
  names: {
    'TokenRequest.client_id': 'nyckel',
    'TokenRequest.client_secret': 'hemlighet',
    'RegisteredPerson.familyName': 'slakt',
  },
})

const json = { name: 'content-type', value: 'application/json' }
const entry = (method: string, path: string, given: object, answer: object) => ({
  startedDateTime: '2026-01-01T00:00:00.000Z',
  request: { method, url: `https://api.roaring.io${path}`, ...given },
  response: { status: 200, headers: [json], content: { text: JSON.stringify(answer) } },
})

test('[PM-10] drift knows a client of the service alone, whatever its members in the form are called', async () => {
  const text = 'grant_type=client_credentials&nyckel=ours&hemlighet=only-ours'
  const headers = [{ name: 'content-type', value: 'application/x-www-form-urlencoded' }]
  const answer = { access_token: 'a', expires_in: 3600, scope: 'person-monitoring', token_type: 'Bearer' }
  const entries = [entry('POST', '/token', { headers, postData: { text } }, answer)]
  const { drifts, played } = await play(readHar({ log: { entries } }, 'session.har'), {
    simulators: [monitoring],
  })
  expect({ drifts, played }).toEqual({ drifts: [], played: 1 })
})

test('[PM-22] a recording knows a personal member by its name in the contract too', () => {
  const { site, inside, kind } = createSchemas(monitoring.contract.document)
  const person = site('/components/schemas/RegisteredPerson')
  expect(kind(inside(person, 'slakt'))).toBe('name')
  expect(kind(inside(person, 'civilStatus'))).toBeUndefined()
})
