/** For each operation of control with a body or parameters, a request that is valid in a new server. */

export type Members = Record<string, unknown>

export interface ValidRequest {
  params?: Record<string, string>
  body?: Members
}

const ASTRID = '198001022386'
const address = { streetName: 'Storgatan', streetNumber: '1', postalCode: '11122', city: 'Umeå' }

export const VALID: Readonly<Record<string, ValidRequest>> = {
  setClock: { body: { mode: 'manual' } },
  advanceClock: { body: {} },
  dropTenant: { params: { tenant: 'team-a' } },
  loadScenario: { params: { name: 'consumers-uploaded' }, body: { count: 1 } },
  pageState: { params: { simulator: 'consumer-intelligence', collection: 'consumers' } },
  transition: {
    params: { simulator: 'consumer-intelligence', collection: 'consumers', key: 'c1' },
    body: { to: 'IDENTIFYING' },
  },
  acceptToken: { body: {} },
  setPactState: { body: { state: 'authorized', params: {} } },
  sendPactMessage: { body: { description: 'PING' } },
  changePerson: {
    params: { number: ASTRID },
    body: { address, affiliations: [{ type: 'Kommune', code: '0101', relation: 'own' }] },
  },
  fireEvent: { body: { simulator: 'consumer-intelligence', event: 'PING' } },
  addFault: { body: { simulator: 'indkaldelse', operation: 'createIndkaldelse', fault: 'reset' } },
  clearFault: { params: { id: 'f1' } },
  redeliver: { params: { id: 'd1' } },
  readContract: { params: { file: 'indkaldelse.json' } },
}
