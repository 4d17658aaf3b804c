import { organizationSession } from 'tvilling/mocks'
import { expect } from 'vitest'
import { changeablesOf } from '../../../src/contract/adapt-contract.ts'
import { eachDoor } from '../../doors.ts'
import { clientOf, FULL, ORIGIN, tokenOf, withReceiver } from './client.ts'

const settings = {
  'organization-session': {
    paths: {
      getSession: '/lookups/{country}/{sessionId}',
      getSessionResult: '/lookups/{country}/{sessionId}/data',
      getSessionReport: '/files/{sessionId}/{country}/{report}',
    },
    names: {
      'SessionRequest.identifier': 'number',
      'SessionRequest.expands': 'include',
      'SessionRequest.reports': 'documents',
      'SessionRequest.webhooks': 'callbacks',
      'WebhookRequest.url': 'target',
      'WebhookRequest.events': 'on',
      'Session.status': 'state',
      'Session.certificate-report': 'registration',
      'KeyInformation.companyName': 'name',
      'Roles.ceo': 'generalManager',
      'RoleHolder.dateOfBirth': 'born',
      'Links.reports.certificate': 'registration',
      'ReportReadyEvent.report': 'document',
      'AllDoneEvent.timestamp': 'at',
    },
    words: {
      ReportName: { certificate: 'REGISTRATION' },
      Expand: { roles: 'officers' },
      SessionStatus: { DONE: 'COMPLETED' },
      EntityStatus: { READY: 'AVAILABLE' },
      'Sanction.status': { NO_HIT: 'CLEAR' },
      'Shareholder.type': { PERSON: 'P', ORGANIZATION: 'O' },
    },
  },
}

eachDoor(
  '[OS-25] session, result, reports, links and webhooks follow the paths, names and words of settings',
  (door) =>
    withReceiver(async ({ url, received }) => {
      const client = clientOf(door)
      const created = await client.call('POST', '/organization/session/no', {
        number: FULL,
        include: ['officers', 'sanction', 'ownership.shareholders'],
        documents: ['REGISTRATION'],
        callbacks: [{ target: url, on: ['ReportReady', 'AllDone'] }],
      })
      expect(created).toMatchObject({ status: 201, body: { sessionId: expect.any(String) } })
      const id = created.body.sessionId
      await door.control.clock.advance('PT1M')

      expect((await client.status(id)).status).toBe(404)
      const status = await client.call('GET', `/lookups/no/${id}`)
      expect(status).toMatchObject({
        status: 200,
        body: { sessionId: id, state: 'COMPLETED', jsonData: 'AVAILABLE', registration: 'AVAILABLE' },
      })
      const { body } = await client.call('GET', `/lookups/no/${id}/data`)
      expect(body).toMatchObject({
        keyInformation: { name: expect.any(String), organizationNumber: FULL },
        roles: { generalManager: { name: expect.any(String), born: expect.any(String) } },
        sanction: { status: 'CLEAR' },
        ownership: { shareholders: expect.arrayContaining([expect.objectContaining({ type: 'P' })]) },
        links: { reports: { registration: expect.any(String) } },
      })
      const { pathname } = new URL(body.links.reports.registration, ORIGIN)
      expect(pathname).toMatch(new RegExp(`/files/${id}/no/REGISTRATION$`))
      const headers = { authorization: `Bearer ${await tokenOf(door, 'tvilling')}` }
      const report = await door.fetch(body.links.reports.registration, { headers })
      expect([report.status, report.headers.get('content-type')]).toEqual([200, 'application/pdf'])

      expect(received.map(({ body }) => body)).toEqual([
        expect.objectContaining({ sessionId: id, status: 'ReportReady', document: 'REGISTRATION' }),
        { sessionId: id, status: 'AllDone', at: expect.any(String) },
      ])
    }),
  { settings },
)

eachDoor(
  '[OS-25] violations speak in the names of settings',
  async (door) => {
    const refused = await clientOf(door).call('POST', '/organization/session/no', {
      include: ['roles'],
      callbacks: [{ target: 'https://me:secret@receiver.test', on: ['AllDone'] }],
    })
    expect(refused.status).toBe(400)
    for (const named of ['number', 'include.0', 'callbacks.0.target']) {
      expect(refused.body.detail).toContain(named)
    }
  },
  { settings },
)

eachDoor('[OS-25] what is ours can be changed, and what the provider writes cannot', async () => {
  const changeable = changeablesOf(organizationSession.contract.document)
  const addresses = (kind: string) =>
    changeable.filter((each) => each.kind === kind).map(({ address }) => address)
  expect(addresses('paths')).toEqual(['getSession', 'getSessionResult', 'getSessionReport'])
  expect(addresses('words')).toEqual(
    expect.arrayContaining([
      'Expand',
      'ReportName',
      'SessionStatus',
      'EntityStatus',
      'Sanction.status',
      'Shareholder.type',
    ]),
  )
  expect(addresses('words')).not.toContain('WebhookStatus')
  expect(addresses('words')).not.toContain('CountryPath')
  for (const address of ['SessionRequest.webhooks', 'Session.status', 'Sanction.dataProvider', 'Roles.ceo']) {
    expect(addresses('names')).toContain(address)
  }
  for (const address of [
    'Session.jsonData',
    'CreatedSession.sessionId',
    'Financials.keyFigures',
    'Ownership.beneficials',
    'Sanction.matchIndicator',
    'OrganizationResult.sanction',
  ]) {
    expect(addresses('names')).not.toContain(address)
  }
})
