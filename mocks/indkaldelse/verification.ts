/** How an implementation of IndkaldelseService is driven, and what it promises (facts IN-*). */
import {
  type Call,
  check,
  must,
  tokenChecks,
  tokenExpiry,
  type VerificationPlan,
  type VerifySession,
} from 'tvilling'
import { numberOf } from '../../fixtures/index.ts'
import { refuses } from './verification/refuses.ts'

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

const headers = (session: VerifySession, citizen = 'citizen', requestId = session.uuid()) => ({
  'x-civilregistrationIdentifier': session.subject(citizen),
  'x-requestId': requestId,
})

function meeting(session: VerifySession): Call {
  const body = {
    moedeStarttidspunkt: `${session.today()}T09:00:00Z`,
    moedeSluttidspunkt: `${session.today()}T09:45:00Z`,
    aflysningMulig: true,
    aflysningsfrist: session.today(),
  }
  return { operation: 'createIndkaldelse', headers: headers(session), body }
}

async function createMeeting(session: VerifySession): Promise<string> {
  return String((await session.expect(200, meeting(session))).response.body)
}

function participant(session: VerifySession, indkaldelse: string, id: string, more: object = {}): Call {
  return {
    operation: 'createMyndighedsdeltager',
    path: { myndighedsdeltagerid: id },
    headers: headers(session),
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

function answer(session: VerifySession, indkaldelse: string, id: string, more: object = {}): Call {
  const call = participant(session, indkaldelse, id, { myndighedsrepraesentantenDeltager: true, ...more })
  return { ...call, operation: 'updateMyndighedsdeltager' }
}

function removal(session: VerifySession, indkaldelse: string, id: string): Call {
  const path = { myndighedsdeltagerid: id, indkaldelseid: indkaldelse }
  return { operation: 'deleteMyndighedsdeltager', path, headers: headers(session) }
}

const ON_PARTICIPANTS = ['createMyndighedsdeltager', 'updateMyndighedsdeltager', 'deleteMyndighedsdeltager']
const ALL = ['createIndkaldelse', ...ON_PARTICIPANTS]

const requests: VerificationPlan['requests'] = {
  requestToken: (session) => session.tokenCall('main'),
  createIndkaldelse: meeting,
  createMyndighedsdeltager: (session) => participant(session, session.uuid(), session.uuid()),
  updateMyndighedsdeltager: (session) => answer(session, session.uuid(), session.uuid()),
  deleteMyndighedsdeltager: (session) => removal(session, session.uuid(), session.uuid()),
}

async function withParticipant(session: VerifySession, call: typeof answer | typeof removal): Promise<Call> {
  const [indkaldelse, id] = [await createMeeting(session), session.uuid()]
  await session.expect(200, participant(session, indkaldelse, id))
  return call(session, indkaldelse, id)
}

/** A well-formed call of each operation for a citizen. */
const forCitizen = async (session: VerifySession, citizen: string) =>
  Promise.all(
    ALL.map(
      async (id) => ({ ...(await requests[id]?.(session)), headers: headers(session, citizen) }) as Call,
    ),
  )

export const verification: VerificationPlan = {
  environments: ['main'],
  roles,
  lacking: 'no-scope',
  subjects: {
    citizen: numberOf('kommune-citizen'),
    deceased: numberOf('deceased-citizen'),
    nobody: numberOf('nobody-danish'),
    zero: '0000000000',
  },
  refusals: { schema: 400, unreadable: 400, facts: { schema: ['IN-20'], unreadable: ['IN-20'] } },
  refused({ response }) {
    const { errors = [] } = (response.body ?? {}) as { errors?: { fejlkode: number }[] }
    return errors.some(({ fejlkode }) => fejlkode === 1014) ? undefined : 'the fejlkode 1014 (IN-20)'
  },
  requests,
  ready: {
    createMyndighedsdeltager: async (session) =>
      participant(session, await createMeeting(session), session.uuid()),
    updateMyndighedsdeltager: (session) => withParticipant(session, answer),
    deleteMyndighedsdeltager: (session) => withParticipant(session, removal),
  },
  checks: [
    ...tokenChecks({ roles, invalidClient: 401, facts: ['IN-21'] }),

    ...ALL.map((operation) =>
      check(
        'refuses a request id that was used, until seven days have passed',
        [operation, 'createIndkaldelse'],
        ['IN-03', 'IN-04'],
        async (session) => {
          const requestId = session.uuid()
          const used = headers(session, 'citizen', requestId)
          await session.expect(200, { ...meeting(session), headers: used })
          const repeated = async () => ({
            ...((await requests[operation]?.(session)) as Call),
            headers: used,
          })
          await refuses(session, 412, 412, await repeated())
          await session.pass('PT167H')
          await refuses(session, 412, 412, await repeated())
          await session.pass('PT1H1M')
          const free = await session.call(await repeated())
          must(free.response.status !== 412, 'another answer than 412 after seven days', free)
        },
      ),
    ),

    check(
      'counts a request id from a call that failed',
      ['createMyndighedsdeltager'],
      ['IN-22'],
      async (session) => {
        const call = participant(session, session.uuid(), session.uuid())
        await refuses(session, 404, 90_102, call)
        await refuses(session, 412, 412, call)
      },
    ),

    check(
      'does not count a request id of a call with wrong headers',
      ['createIndkaldelse'],
      ['IN-22', 'IN-23'],
      async (session) => {
        const call = meeting(session)
        const wrong = { ...call.headers, 'x-civilregistrationIdentifier': '3104900991' }
        await refuses(session, 400, 1001, { ...call, headers: wrong })
        await session.expect(200, call)
      },
    ),

    check(
      'refuses to add a participant while another has not answered',
      ON_PARTICIPANTS,
      ['IN-10', 'IN-24'],
      async (session) => {
        const [indkaldelse, silent, next] = [await createMeeting(session), session.uuid(), session.uuid()]
        await session.expect(200, participant(session, indkaldelse, silent))
        await refuses(session, 409, 90_101, participant(session, indkaldelse, next))
        await session.expect(204, answer(session, indkaldelse, silent))
        await session.expect(200, participant(session, indkaldelse, next))
      },
    ),

    check(
      'answers a new participant with its id, and refuses the id again',
      ['createMyndighedsdeltager'],
      ['IN-08', 'IN-13'],
      async (session) => {
        const [indkaldelse, id] = [await createMeeting(session), session.uuid()]
        const call = participant(session, indkaldelse, id, { myndighedsrepraesentantenDeltager: true })
        const created = await session.expect(200, call)
        must(created.response.body === id, `the participant's id ${id}`, created)
        await refuses(session, 409, 90_105, { ...call, headers: headers(session) })
      },
    ),

    check(
      'refuses a participant of another indkaldelse',
      ['updateMyndighedsdeltager', 'deleteMyndighedsdeltager', 'createMyndighedsdeltager'],
      ['IN-12'],
      async (session) => {
        const [own, other, id] = [await createMeeting(session), await createMeeting(session), session.uuid()]
        await session.expect(200, participant(session, own, id))
        await refuses(session, 409, 90_103, answer(session, other, id))
        await refuses(session, 409, 90_103, removal(session, other, id))
      },
    ),

    check(
      'refuses a participant that was never created, or is removed',
      ['deleteMyndighedsdeltager', 'updateMyndighedsdeltager', 'createMyndighedsdeltager'],
      ['IN-14'],
      async (session) => {
        const [indkaldelse, id] = [await createMeeting(session), session.uuid()]
        await refuses(session, 404, 90_107, answer(session, indkaldelse, id))
        await session.expect(200, participant(session, indkaldelse, id))
        await session.expect(204, removal(session, indkaldelse, id))
        await refuses(session, 404, 90_107, removal(session, indkaldelse, id))
      },
    ),

    check('refuses an indkaldelse that was not given out', ON_PARTICIPANTS, ['IN-11'], async (session) => {
      for (const operation of ON_PARTICIPANTS) {
        await refuses(session, 404, 90_102, (await requests[operation]?.(session)) as Call)
      }
    }),

    check('refuses to call who is dead, with 4405', ALL, ['IN-09'], async (session) => {
      for (const call of await forCitizen(session, 'deceased')) await refuses(session, 409, 4405, call)
    }),

    check('refuses to call who does not exist, with 1010', ALL, ['IN-18'], async (session) => {
      for (const citizen of ['nobody', 'zero']) {
        for (const call of await forCitizen(session, citizen)) await refuses(session, 404, 1010, call)
      }
    }),

    check(
      'refuses an organization without right to the citizen, with 1013',
      ALL,
      ['IN-17', 'IN-18'],
      async (session) => {
        for (const call of await forCitizen(session, 'citizen')) {
          await refuses(session, 403, 1013, { ...call, as: 'outsider' })
        }
      },
    ),

    check('refuses a token without the scope with 4575', ALL, ['IN-16', 'IN-18'], async (session) => {
      for (const call of await forCitizen(session, 'citizen')) {
        await refuses(session, 403, 4575, { ...call, as: 'no-scope' })
      }
    }),

    check(
      'refuses a CPR number of no day with 1001, and a missing request id with 1014',
      ALL,
      ['IN-18'],
      async (session) => {
        for (const call of await forCitizen(session, 'citizen')) {
          const { 'x-requestId': _, ...without } = headers(session)
          await refuses(session, 400, 1014, { ...call, headers: without })
          const noDay = { ...headers(session), 'x-civilregistrationIdentifier': '3104900991' }
          await refuses(session, 400, 1001, { ...call, headers: noDay })
        }
      },
    ),

    tokenExpiry(ALL, requests, ['IN-21']),
  ],
}
