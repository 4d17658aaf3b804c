/**
 * A model of IndkaldelseService, from its facts: request ids that are kept for seven days, meetings, participants and
 * their answers, who may call whom, and the order of the checks (IN-23).
 */
import fc from 'fast-check'
import { durationOf } from 'tvilling'
import {
  type Answer,
  advances,
  agree,
  authorize,
  type ModelTest,
  START,
  type Step,
  stale,
  type TokenModel,
  type Twin,
} from './model-test.ts'

interface Participant {
  meeting: string
  hasAnswered: boolean
}

interface Meetings extends TokenModel {
  /** Request id to the instant at which it was received. */
  received: Map<string, number>
  fresh: number
  /** Id of a meeting to the citizen who is called. */
  meetings: Map<string, string>
  participants: Map<string, Participant>
}

const API = 'https://indkaldelse.test'
const RETENTION = durationOf('P7D')
const HOUR = durationOf('PT1H')
const NOTHING = '00000000-0000-4000-8000-000000000000'
const PARTICIPANTS = [
  '8a1f6a52-7a0d-4f0e-8d6c-6f1b2c3d4e5f',
  '9b2f7b63-8b1e-4a1f-9e7d-7a2c3d4e5f60',
  'ac307c74-9c2f-4b20-af8e-8b3d4e5f6071',
]

/** Who may call whom (IN-15), and whether the citizen exists and lives. */
const CITIZENS: Record<string, { may: readonly string[]; unknown?: true; dead?: true }> = {
  '1702900991': { may: ['kommune'] },
  '0511760990': { may: ['a-kasse'] },
  '2808930991': { may: ['jobcenter'] },
  '0304850990': { may: ['jobcenter'] },
  '1912690991': { may: [] },
  '2605510991': { may: ['kommune', 'a-kasse', 'jobcenter'], dead: true },
  '0707770990': { may: [], unknown: true },
}

const cpr = fc.constantFrom(
  ...Object.keys(CITIZENS),
  // Most of the calls are for one citizen, so that meetings meet.
  ...Array(8).fill('1702900991'),
)
const client = fc.constantFrom(
  'tvilling',
  'tvilling',
  'tvilling',
  'kommune',
  'kommune',
  'jobcenter',
  'a-kasse',
)
const requestId = fc.constantFrom('fresh', 'fresh', 'fresh', 'fresh', 'r1', 'r2', 'missing', 'too long')
const caller = { client, cpr, requestId, stale }

interface Caller {
  client: string
  cpr: string
  requestId: string
  stale: boolean
}

const said = ({ client, cpr, requestId, stale }: Caller) =>
  `as ${client} for ${cpr}, request id ${requestId}${stale ? ', old token' : ''}`

/** The checks of IN-23 before those of an operation; undefined if all pass. */
function refusedBefore(model: Meetings, who: Caller, id: string | undefined, bodyIsValid: boolean) {
  if (id === undefined || id.length > 46) return 1014
  const received = model.received.get(id)
  if (received !== undefined && model.now < received + RETENTION) return 412
  model.received.set(id, model.now)
  if (!bodyIsValid) return 1014
  const citizen = CITIZENS[who.cpr] as (typeof CITIZENS)[string]
  if (who.client !== 'tvilling' && !citizen.may.includes(who.client)) return 1013
  if (citizen.unknown) return 1010
  if (citizen.dead) return 4405
  return undefined
}

function idOf(model: Meetings, requestId: string): string | undefined {
  if (requestId === 'missing') return undefined
  if (requestId === 'too long') return 'x'.repeat(47)
  if (requestId !== 'fresh') return requestId
  model.fresh += 1
  return `fresh-${model.fresh}`
}

interface Request {
  method: string
  path: string
  body?: unknown
  /** Whether the body keeps its schema. */
  isValid?: boolean
}

/** Calls, and checks a refusal; undefined if there was one, since nothing else follows then. */
async function call(
  model: Meetings,
  twin: Twin,
  who: Caller,
  { method, path, body, isValid = true }: Request,
  ownChecks: () => number | undefined,
): Promise<Answer | undefined> {
  const { authorization, refused } = await authorize(model, twin, { ...who, lifetime: HOUR })
  const id = idOf(model, who.requestId)
  const answer = await twin.call(`${API}${path}`, {
    method,
    headers: {
      authorization,
      'x-civilregistrationIdentifier': who.cpr,
      ...(id !== undefined && { 'x-requestId': id }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  const code = refused ? 401 : (refusedBefore(model, who, id, isValid) ?? ownChecks())
  const codes = answer.body?.errors?.map(({ fejlkode }: { fejlkode: number }) => fejlkode) ?? []
  if (code === undefined) {
    agree('the errors', codes, [])
    return answer
  }
  agree('the error', [answer.status, ...new Set(codes)], [STATUS_OF[code], code])
  return undefined
}

/** IN-20. */
const STATUS_OF: Record<number, number> = {
  401: 401,
  412: 412,
  1014: 400,
  1013: 403,
  1010: 404,
  90102: 404,
  90107: 404,
  4405: 409,
  90101: 409,
  90103: 409,
  90105: 409,
}

/** The id of one of the meetings, counted round; one that was never given out if the number is negative. */
function meetingAt({ meetings }: Meetings, index: number): string {
  const ids = [...meetings.keys()]
  return ids.length === 0 || index < 0 ? NOTHING : (ids[index % ids.length] as string)
}

/** 90102: the meeting does not exist, or is another citizen's. */
const isNoMeetingOf = (model: Meetings, meeting: string, who: Caller) =>
  model.meetings.get(meeting) !== who.cpr

const meetings = fc.record({ ...caller, isValid: fc.constantFrom(true, true, true, false) }).map(
  ({ isValid, ...who }): Step<Meetings> => ({
    name: `creates a meeting ${said(who)}${isValid ? '' : ', without its start'}`,
    async run(model, twin) {
      const body = isValid ? { moedeStarttidspunkt: '2026-02-02T09:00:00+01:00' } : {}
      const request = { method: 'POST', path: '/v2/Indkaldelse', body, isValid }
      const answer = await call(model, twin, who, request, () => undefined)
      if (!answer) return
      agree('the status', answer.status, 200)
      agree('whether its id is new', model.meetings.has(answer.body), false)
      model.meetings.set(answer.body, who.cpr)
    },
  }),
)

const participant = fc.constantFrom(...PARTICIPANTS)
const index = fc.integer({ min: -1, max: 3 })
const answered = fc.constantFrom(undefined, true, false, true)

const additions = fc.record({ ...caller, participant, index, answered }).map(
  ({ participant, index, answered, ...who }): Step<Meetings> => ({
    name: `adds participant ${short(participant)} (attends: ${answered}) to meeting ${index} ${said(who)}`,
    async run(model, twin) {
      const meeting = meetingAt(model, index)
      const body = {
        indkaldelseIdentifier: meeting,
        deltagerrolle: 1,
        ...(answered !== undefined && { myndighedsrepraesentantenDeltager: answered }),
      }
      const path = `/v2/Indkaldelse/myndighedsdeltager/${participant}`
      const answer = await call(model, twin, who, { method: 'POST', path, body }, () => {
        if (isNoMeetingOf(model, meeting, who)) return 90102
        if (model.participants.has(participant)) return 90105
        const others = [...model.participants.values()].filter((other) => other.meeting === meeting)
        return others.some(({ hasAnswered }) => !hasAnswered) ? 90101 : undefined
      })
      if (!answer) return
      agree('the answer', [answer.status, answer.body], [200, participant])
      model.participants.set(participant, { meeting, hasAnswered: answered !== undefined })
    },
  }),
)

const updates = fc.record({ ...caller, participant, index, answered }).map(
  ({ participant, index, answered, ...who }): Step<Meetings> => ({
    name: `updates participant ${short(participant)} (attends: ${answered}) of meeting ${index} ${said(who)}`,
    async run(model, twin) {
      const meeting = meetingAt(model, index)
      const body = {
        indkaldelseIdentifier: meeting,
        deltagerrolle: 2,
        ...(answered !== undefined && { myndighedsrepraesentantenDeltager: answered }),
      }
      const path = `/v2/Indkaldelse/myndighedsdeltager/${participant}`
      const request = { method: 'PUT', path, body, isValid: answered !== undefined }
      const answer = await call(model, twin, who, request, () =>
        onParticipant(model, participant, meeting, who),
      )
      if (!answer) return
      agree('the status', answer.status, 204)
      model.participants.set(participant, { meeting, hasAnswered: true })
    },
  }),
)

const removals = fc.record({ ...caller, participant, index }).map(
  ({ participant, index, ...who }): Step<Meetings> => ({
    name: `removes participant ${short(participant)} of meeting ${index} ${said(who)}`,
    async run(model, twin) {
      const meeting = meetingAt(model, index)
      const path = `/v2/Indkaldelse/myndighedsdeltager/${participant}/indkaldelse/${meeting}`
      const answer = await call(model, twin, who, { method: 'DELETE', path }, () =>
        onParticipant(model, participant, meeting, who),
      )
      if (!answer) return
      agree('the status', answer.status, 204)
      model.participants.delete(participant)
    },
  }),
)

function onParticipant(
  model: Meetings,
  participant: string,
  meeting: string,
  who: Caller,
): number | undefined {
  if (isNoMeetingOf(model, meeting, who)) return 90102
  const known = model.participants.get(participant)
  if (!known) return 90107
  return known.meeting === meeting ? undefined : 90103
}

const short = (id: string) => id.slice(0, 2)

export const indkaldelse: ModelTest<Meetings> = {
  simulator: 'indkaldelse',
  tokenAt: {
    url: `${API}/connect/token`,
    form: 'grant_type=client_credentials&scope=kontaktforloeb.samtale.write',
  },
  model: () => ({
    now: Date.parse(START),
    validUntil: new Map(),
    received: new Map(),
    fresh: 0,
    meetings: new Map(),
    participants: new Map(),
  }),
  commands: [
    meetings,
    additions,
    additions,
    updates,
    removals,
    advances('PT1S', 'PT1H', 'P6DT23H', 'P6DT23H59M59S', 'P7D'),
  ],
}
