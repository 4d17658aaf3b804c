import { expect } from 'vitest'
import { eachDoor } from '../doors.ts'

const calls = {
  'consumer-intelligence': [
    'listConsumers',
    'GET https://api.bisnode.com/consumer-intelligence/v3/consumers',
  ],
  'person-monitoring': ['listBundles', 'GET https://api.roaring.io/se/person/monitoring/1.0/bundles'],
  indkaldelse: ['createIndkaldelse', 'POST https://indkaldelse.test/v2/Indkaldelse'],
  'birth-report': ['createBirthReport', 'POST https://birthreport.test/v1/birthreport'],
  'organization-session': ['createSession', 'POST https://aml.bankidapis.no/organization/session/NO'],
} as const

eachDoor('an error that no contract has is said in the form of its provider', async ({ fetch, control }) => {
  const said: Record<string, unknown> = {}
  for (const [simulator, [operation, call]] of Object.entries(calls)) {
    await control.faults.add({ simulator, operation, fault: 'status', status: 503, force: true })
    const [method = '', url = ''] = call.split(' ')
    const response = await fetch(url, { method })
    expect(response.status, simulator).toBe(503)
    said[simulator] = await response.json()
  }
  const title = 'Service Unavailable'
  expect(said).toMatchObject({
    'consumer-intelligence': { title, status: 503, detail: 'The fault f1 was declared.' },
    'person-monitoring': { error: 'ServiceUnavailable', message: 'The fault f2 was declared.' },
    indkaldelse: { errors: [{ fejlkode: 500 }] },
    'birth-report': { title, status: 503, errorId: expect.any(String) },
    'organization-session': { title, status: 503, detail: 'The fault f5 was declared.' },
  })
})
