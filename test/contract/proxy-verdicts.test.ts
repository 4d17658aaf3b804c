import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { simulators } from 'tvilling/mocks'
import { afterEach, describe, expect, test } from 'vitest'
import { startProxy } from '../../server/proxy/start.ts'

const ending: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const end of ending.splice(0).reverse()) await end()
})

/** What the proxy finds in one exchange with a service that answers so. */
async function breachesOf(path: string, init: RequestInit, status: number, body: unknown) {
  const service = createServer((_request, response) => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
  })
  await new Promise<void>((listening) => service.listen(0, '127.0.0.1', listening))
  ending.push(() => {
    service.closeAllConnections()
    return new Promise((closed) => service.close(closed))
  })
  const url = new URL(`http://127.0.0.1:${(service.address() as AddressInfo).port}`)
  const proxy = await startProxy({ simulators, targets: [{ path: '/', url }] })
  ending.push(proxy.close)
  await fetch(`${proxy.url}${path}`, { ...init, headers: { 'content-type': 'application/json' } })
  await expect.poll(() => proxy.exchanges.length).toBe(1)
  return proxy.exchanges[0]?.breaches ?? []
}

const report = (child: object, more: object = {}) => ({
  method: 'POST',
  body: JSON.stringify({
    reportId: 'e58ed763-928c-4155-bee9-fdbaaadc15f3',
    reportedBy: { reporter: 'Alfa Förlossning' },
    mother: { dateOfBirth: { year: '1998' } },
    child: { date: '2025-11-03', municipality: '1480', aliveAtBirth: true, order: 1, ...child },
    ...more,
  }),
})
const REGISTERED = {
  reportId: 'e58ed763-928c-4155-bee9-fdbaaadc15f3',
  personalIdentityNumber: '202511032382',
}

describe('the proxy says that an assumption of ours is wrong', () => {
  test('where the service takes another name than ours', async () => {
    const init = report({}, { barn: { gender: 'MALE' }, child: undefined })
    const breaches = await breachesOf('/v1/birthreport', init, 201, REGISTERED)
    expect(breaches).toContainEqual({
      side: 'request',
      pointer: '/body/child',
      message: 'is required',
      verdict: {
        class: 'assumption',
        facts: expect.arrayContaining(['BR-15']),
        settings: expect.arrayContaining(['birth-report.names["BirthReportRequest.child"]']),
      },
    })
  })

  test('where it takes another word', async () => {
    const breaches = await breachesOf('/v1/birthreport', report({ gender: 'K' }), 201, REGISTERED)
    expect(breaches.map(({ verdict }) => verdict?.settings)).toEqual([
      expect.arrayContaining(['birth-report.words["Child.gender"]']),
    ])
  })

  test('[IN-28] where it takes a date-time without offset', async () => {
    const init = { method: 'POST', body: JSON.stringify({ moedeStarttidspunkt: '2026-02-02T09:00:00' }) }
    const breaches = await breachesOf('/v2/Indkaldelse', init, 200, '3f0d6c0e-52a6-4c6f-9d8e-000000000000')
    expect(breaches).toContainEqual({
      side: 'request',
      pointer: '/body/moedeStarttidspunkt',
      message: 'must be a valid date-time',
      verdict: { class: 'assumption', facts: ['IN-28'], settings: ['indkaldelse.dateTimesWithoutOffset'] },
    })
  })

  test('where it answers at another path', async () => {
    const path = '/organization/status/no/3f0d6c0e-52a6-4c6f-9d8e-0b7a0f1c2d3e'
    const [breach] = await breachesOf(path, {}, 200, {})
    expect(breach).toMatchObject({ pointer: '/path', verdict: { class: 'assumption' } })
    expect(breach?.verdict?.settings).toContain('organization-session.paths["getSession"]')
  })
})

test('what the service refuses is a mistake of the client, and no verdict on the service', async () => {
  const refused = { title: 'Bad Request', detail: 'no', status: 400, errorId: 'e-1', invalidParameters: [] }
  const breaches = await breachesOf('/v1/birthreport', report({ kon: 'K' }), 400, refused)
  expect(breaches.filter(({ side }) => side === 'request').map(({ verdict }) => verdict)).toEqual([undefined])
})

test('a null for an optional member breaks nothing', async () => {
  const init = report({ gender: 'MALE' }, { father: null })
  expect(await breachesOf('/v1/birthreport', init, 201, REGISTERED)).toEqual([])
})
