/** How an implementation of IndkaldelseService is driven, and what it promises (facts IN-*). */
import { numberOf } from '../../../fixtures/subjects.ts'
import type { TargetExchange } from '../exchange.ts'
import { must } from '../outcome.ts'
import { type Call, check, type Plan, type VerifySession } from '../plan.ts'
import { tokenChecks, tokenExpiry } from './token.ts'

const scope = 'kontaktforloeb.samtale.write'
const roles = {
  main: {
    about: 'an organization that may call every citizen',
    token: 'requestToken',
    scope,
    ready: 'tvilling',
  },
  'no-scope': { about: 'a client without the scope', token: 'requestToken', ready: 'tvilling-no-scope' },
  outsider: {
    about: 'an organization without right to the citizen',
    token: 'requestToken',
    scope,
    ready: 'a-kasse',
  },
}

const headers = (visit: VerifySession, citizen = 'citizen', requestId = visit.uuid()) => ({
  'x-civilregistrationIdentifier': visit.subject(citizen),
  'x-requestId': requestId,
})

function meeting(visit: VerifySession): Call {
  const body = {
    moedeStarttidspunkt: `${visit.today()}T09:00:00Z`,
    moedeSluttidspunkt: `${visit.today()}T09:45:00Z`,
    aflysningMulig: true,
    aflysningsfrist: visit.today(),
  }
  return { operation: 'createIndkaldelse', headers: headers(visit), body }
}

async function createMeeting(visit: VerifySession): Promise<string> {
  return String((await visit.expect(200, meeting(visit))).response.body)
}

function participant(visit: VerifySession, indkaldelse: string, id: string, more: object = {}): Call {
  return {
    operation: 'createMyndighedsdeltager',
    path: { myndighedsdeltagerid: id },
    headers: headers(visit),
    body: {
      indkaldelseIdentifier: indkaldelse,
      navn: 'Prøve Prøvesen',
      kontaktdetaljer: 'Reception',
      telefonnummer: '+4500000000',
      email: 'proeve@example.test',
      eksterntId: 'e-1',
      deltagerrolle: 1,
      ...more,
    },
  }
}

function answer(visit: VerifySession, indkaldelse: string, id: string, more: object = {}): Call {
  const call = participant(visit, indkaldelse, id, { myndighedsrepraesentantenDeltager: true, ...more })
  return { ...call, operation: 'updateMyndighedsdeltager' }
}

function removal(visit: VerifySession, indkaldelse: string, id: string): Call {
  const path = { myndighedsdeltagerid: id, indkaldelseid: indkaldelse }
  return { operation: 'deleteMyndighedsdeltager', path, headers: headers(visit) }
}

/** The status with the one code (`fejlkode`) that says why. */
async function refuses(
  visit: VerifySession,
  status: number,
  code: number,
  call: Call,
): Promise<TargetExchange> {
  const exchange = await visit.expect(status, call)
  const { errors = [] } = exchange.response.body as { errors?: { fejlkode: number }[] }
  must(
    errors.some(({ fejlkode }) => fejlkode === code),
    `the fejlkode ${code}`,
    exchange,
  )
  return exchange
}

const ON_PARTICIPANTS = ['createMyndighedsdeltager', 'updateMyndighedsdeltager', 'deleteMyndighedsdeltager']
const ALL = ['createIndkaldelse', ...ON_PARTICIPANTS]

const requests: Plan['requests'] = {
  requestToken: (visit) => visit.tokenCall('main'),
  createIndkaldelse: meeting,
  createMyndighedsdeltager: (visit) => participant(visit, visit.uuid(), visit.uuid()),
  updateMyndighedsdeltager: (visit) => answer(visit, visit.uuid(), visit.uuid()),
  deleteMyndighedsdeltager: (visit) => removal(visit, visit.uuid(), visit.uuid()),
}

async function withParticipant(visit: VerifySession, call: typeof answer | typeof removal): Promise<Call> {
  const [indkaldelse, id] = [await createMeeting(visit), visit.uuid()]
  await visit.expect(200, participant(visit, indkaldelse, id))
  return call(visit, indkaldelse, id)
}

/** Each operation for somebody, by whomever. */
const forCitizen = async (visit: VerifySession, citizen: string) =>
  Promise.all(
    ALL.map(async (id) => ({ ...(await requests[id]?.(visit)), headers: headers(visit, citizen) }) as Call),
  )

export const indkaldelsePlan: Plan = {
  api: 'indkaldelse',
  environments: ['main'],
  roles,
  lacking: 'no-scope',
  subjects: {
    citizen: numberOf('kommune-citizen'),
    deceased: numberOf('deceased-citizen'),
    nobody: numberOf('nobody-danish'),
    zero: '0000000000',
  },
  refusals: { schema: 400, unreadable: 400 },
  refused({ response }) {
    const { errors = [] } = (response.body ?? {}) as { errors?: { fejlkode: number }[] }
    return errors.some(({ fejlkode }) => fejlkode === 1014) ? undefined : 'the fejlkode 1014 (IN-20)'
  },
  requests,
  ready: {
    createMyndighedsdeltager: async (visit) => participant(visit, await createMeeting(visit), visit.uuid()),
    updateMyndighedsdeltager: (visit) => withParticipant(visit, answer),
    deleteMyndighedsdeltager: (visit) => withParticipant(visit, removal),
  },
  checks: [
    ...tokenChecks({ roles, invalidClient: 401 }),

    ...ALL.map((operation) =>
      check(
        'refuses a request id that was used, until seven days have passed',
        [operation, 'createIndkaldelse'],
        async (visit) => {
          const requestId = visit.uuid()
          const used = headers(visit, 'citizen', requestId)
          await visit.expect(200, { ...meeting(visit), headers: used })
          const repeated = async () => ({ ...((await requests[operation]?.(visit)) as Call), headers: used })
          await refuses(visit, 412, 412, await repeated())
          await visit.pass('PT167H')
          await refuses(visit, 412, 412, await repeated())
          await visit.pass('PT1H1M')
          const free = await visit.call(await repeated())
          must(free.response.status !== 412, 'another answer than 412 after seven days', free)
        },
      ),
    ),

    check('counts a request id from a call that failed', ['createMyndighedsdeltager'], async (visit) => {
      const call = participant(visit, visit.uuid(), visit.uuid())
      await refuses(visit, 404, 90_102, call)
      await refuses(visit, 412, 412, call)
    }),

    check(
      'does not count a request id of a call with wrong headers',
      ['createIndkaldelse'],
      async (visit) => {
        const call = meeting(visit)
        const wrong = { ...call.headers, 'x-civilregistrationIdentifier': '3104900991' }
        await refuses(visit, 400, 1001, { ...call, headers: wrong })
        await visit.expect(200, call)
      },
    ),

    check('refuses to add a participant while another has not answered', ON_PARTICIPANTS, async (visit) => {
      const [indkaldelse, silent, next] = [await createMeeting(visit), visit.uuid(), visit.uuid()]
      await visit.expect(200, participant(visit, indkaldelse, silent))
      await refuses(visit, 409, 90_101, participant(visit, indkaldelse, next))
      await visit.expect(204, answer(visit, indkaldelse, silent))
      await visit.expect(200, participant(visit, indkaldelse, next))
    }),

    check(
      'answers a new participant with its id, and refuses the id again',
      ['createMyndighedsdeltager'],
      async (visit) => {
        const [indkaldelse, id] = [await createMeeting(visit), visit.uuid()]
        const call = participant(visit, indkaldelse, id, { myndighedsrepraesentantenDeltager: true })
        const created = await visit.expect(200, call)
        must(created.response.body === id, `the participant's id ${id}`, created)
        await refuses(visit, 409, 90_105, { ...call, headers: headers(visit) })
      },
    ),

    check(
      'refuses a participant of another indkaldelse',
      ['updateMyndighedsdeltager', 'deleteMyndighedsdeltager', 'createMyndighedsdeltager'],
      async (visit) => {
        const [own, other, id] = [await createMeeting(visit), await createMeeting(visit), visit.uuid()]
        await visit.expect(200, participant(visit, own, id))
        await refuses(visit, 409, 90_103, answer(visit, other, id))
        await refuses(visit, 409, 90_103, removal(visit, other, id))
      },
    ),

    check(
      'refuses a participant that was never created, or is removed',
      ['deleteMyndighedsdeltager', 'updateMyndighedsdeltager', 'createMyndighedsdeltager'],
      async (visit) => {
        const [indkaldelse, id] = [await createMeeting(visit), visit.uuid()]
        await refuses(visit, 404, 90_107, answer(visit, indkaldelse, id))
        await visit.expect(200, participant(visit, indkaldelse, id))
        await visit.expect(204, removal(visit, indkaldelse, id))
        await refuses(visit, 404, 90_107, removal(visit, indkaldelse, id))
      },
    ),

    check('refuses an indkaldelse that was not given out', ON_PARTICIPANTS, async (visit) => {
      for (const operation of ON_PARTICIPANTS) {
        await refuses(visit, 404, 90_102, (await requests[operation]?.(visit)) as Call)
      }
    }),

    check('refuses to call who is dead, with 4405', ALL, async (visit) => {
      for (const call of await forCitizen(visit, 'deceased')) await refuses(visit, 409, 4405, call)
    }),

    check('refuses to call who does not exist, with 1010', ALL, async (visit) => {
      for (const citizen of ['nobody', 'zero']) {
        for (const call of await forCitizen(visit, citizen)) await refuses(visit, 404, 1010, call)
      }
    }),

    check('refuses an organization without right to the citizen, with 1013', ALL, async (visit) => {
      for (const call of await forCitizen(visit, 'citizen')) {
        await refuses(visit, 403, 1013, { ...call, as: 'outsider' })
      }
    }),

    check('refuses a token without the scope with 4575', ALL, async (visit) => {
      for (const call of await forCitizen(visit, 'citizen')) {
        await refuses(visit, 403, 4575, { ...call, as: 'no-scope' })
      }
    }),

    check(
      'refuses a CPR number of no day with 1001, and a missing request id with 1014',
      ALL,
      async (visit) => {
        for (const call of await forCitizen(visit, 'citizen')) {
          const { 'x-requestId': _, ...without } = headers(visit)
          await refuses(visit, 400, 1014, { ...call, headers: without })
          const noDay = { ...headers(visit), 'x-civilregistrationIdentifier': '3104900991' }
          await refuses(visit, 400, 1001, { ...call, headers: noDay })
        }
      },
    ),

    tokenExpiry(ALL, requests),
  ],
}
