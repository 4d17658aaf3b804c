/** Named starting states, and the people whose data triggers a known outcome. */
import { defineScenarios, durationOf, type Trigger, toIso, UsageError } from 'tvilling'
import { numberOf } from '../../fixtures/subjects.ts'
import { receiveRequestId } from './request-ids.ts'
import type { ApiContext, Indkaldelse, Types } from './states.ts'

const cprParameter = {
  type: 'string',
  description: 'CPR number of the citizen, who must exist',
  default: numberOf('kommune-citizen'),
} as const
const idParameter = (of: string) =>
  ({
    type: 'string',
    format: 'uuid',
    description: `Id of the ${of}; drawn when it is left out`,
    optional: true,
  }) as const

export const scenarios = defineScenarios<Types>()({
  'indkaldelse-created': {
    about: 'A citizen is called to a meeting in 14 days; nobody else takes part yet.',
    parameters: { cpr: cprParameter, id: idParameter('indkaldelse') },
    async load({ cpr, id }, context) {
      const indkaldelse = await callCitizen(cpr, id, context)
      return { id: indkaldelse.id, cpr }
    },
  },

  'myndighedsdeltager-created': {
    about: 'Another authority takes part in a meeting, made if need be, and has or has not answered.',
    parameters: {
      cpr: cprParameter,
      svar: {
        enum: ['AFVENTER', 'DELTAGER', 'AFBUD'],
        description: 'Awaits the answer, attends, or has declined',
        default: 'AFVENTER',
      },
      id: idParameter('myndighedsdeltager'),
      indkaldelse: idParameter('indkaldelse'),
      andenIndkaldelse: {
        type: 'string',
        format: 'uuid',
        description:
          'Id of another indkaldelse of the citizen, in which nobody else takes part; none if it is left out',
        optional: true,
      },
    },
    async load({ cpr, svar, id, indkaldelse, andenIndkaldelse }, context) {
      const called = await callCitizen(cpr, indkaldelse, context)
      if (andenIndkaldelse !== undefined) await callCitizen(cpr, andenIndkaldelse, context)
      const deltager = {
        id: id?.toLowerCase() ?? context.random.uuid(),
        indkaldelse: called.id,
        svar,
        oplysninger: { deltagerrolle: context.settings.deltagerroller[0] ?? 1, navn: 'Prøve Prøvesen' },
      }
      await context.begin('myndighedsdeltagere', deltager)
      return { id: deltager.id, indkaldelse: called.id, cpr, svar }
    },
  },

  'request-id-used': {
    about: 'A request id was received just now: the next call with it is answered with 412.',
    parameters: {
      requestId: {
        type: 'string',
        minLength: 1,
        maxLength: 46,
        description: 'Drawn when it is left out',
        optional: true,
      },
    },
    async load({ requestId }, context) {
      const used = requestId ?? context.random.uuid()
      const first = await receiveRequestId(used, 'createIndkaldelse', context)
      const receivedAt = first?.receivedAt ?? context.clock.now()
      const freeAt = receivedAt + durationOf(context.settings.requestIdRetention)
      return { requestId: used, receivedAt: toIso(receivedAt), freeAt: toIso(freeAt) }
    },
  },

  'indkaldelse-secret-rotated': {
    about: 'A client has a new secret: the old one, and the tokens issued with it, are refused.',
    parameters: { client: { type: 'string', description: 'Id of the client', default: 'tvilling' } },
    async load({ client }, context) {
      const secret = await context.auth.rotateSecret(client)
      if (secret === undefined) throw new UsageError(`Indkaldelse has no client "${client}".`, 404)
      return { client, secret }
    },
  },
})

/** The indkaldelse with this id; creates it if there is none. */
async function callCitizen(
  cpr: string,
  id: string | undefined,
  { clock, random, populations, collections }: ApiContext,
): Promise<Indkaldelse> {
  if (!(await populations.people.get(cpr))) throw new UsageError(`Nobody has the CPR number ${cpr}.`, 404)
  const key = id?.toLowerCase() ?? random.uuid()
  const known = await collections.indkaldelser.get(key)
  if (known && known.cpr !== cpr) {
    throw new UsageError(`The indkaldelse ${key} is for the citizen ${known.cpr}.`, 409)
  }
  if (known) return known
  const indkaldelse: Indkaldelse = {
    id: key,
    cpr,
    oprettet: clock.iso(),
    oplysninger: { moedeStarttidspunkt: toIso(clock.now() + durationOf('P14D')) },
  }
  await collections.indkaldelser.put(indkaldelse)
  return indkaldelse
}

const subject = (name: Parameters<typeof numberOf>[0], triggers: string, ...facts: string[]): Trigger => ({
  subject: name,
  number: numberOf(name),
  triggers,
  facts,
})

/** Each fejlkode with a citizen who triggers it, and with a call if one is needed. */
export const subjects: readonly Trigger[] = [
  subject('kommune-citizen', 'tvilling and kommune may call; 1013 for a-kasse and jobcenter', 'IN-15'),
  subject('a-kasse-citizen', 'tvilling and a-kasse may call; 1013 for kommune and jobcenter', 'IN-15'),
  subject('jobcenter-citizen', 'tvilling and jobcenter may call; 1013 for kommune and a-kasse', 'IN-15'),
  subject(
    'other-actor-citizen',
    'tvilling, and jobcenter as another actor, may call; 1013 for the rest',
    'IN-15',
  ),
  subject('unaffiliated-citizen', 'only tvilling may call; 1013 for the rest', 'IN-15'),
  subject(
    'former-citizen',
    'only tvilling may call; 1013 for kommune and jobcenter, once their own',
    'IN-27',
  ),
  subject('guest-citizen', 'only tvilling may call; 1013 for the rest, whose guest the citizen is', 'IN-27'),
  subject('deceased-citizen', '4405, for every client', 'IN-09'),
  subject(
    'nobody-danish',
    '1010 for tvilling; 1013 for the rest, whose own the citizen cannot be',
    'IN-18',
    'IN-23',
  ),
  subject('zero-cpr', '1010 for tvilling, though the pattern takes it', 'IN-01'),
  {
    subject: 'no-such-day',
    number: '3104900991',
    triggers: '1001: 31 April does not match the pattern',
    facts: ['IN-01', 'IN-18'],
  },
  subject(
    'kommune-citizen',
    '1014 with a body without deltagerrolle, or without x-requestId, or with two',
    'IN-02',
    'IN-06',
    'IN-29',
  ),
  subject('kommune-citizen', '4575 with a token of the client tvilling-no-scope', 'IN-16'),
  subject('kommune-citizen', '412 with a request id of the scenario request-id-used', 'IN-03'),
  subject(
    'kommune-citizen',
    '90101 when adding a participant after the scenario myndighedsdeltager-created',
    'IN-24',
  ),
  subject(
    'kommune-citizen',
    '90102 with an indkaldelse id that was not given out, or to another citizen',
    'IN-11',
  ),
  subject(
    'kommune-citizen',
    '90103 after the scenario myndighedsdeltager-created with andenIndkaldelse, with that indkaldelse and the participant of the other',
    'IN-12',
  ),
  subject(
    'kommune-citizen',
    '90105 when adding the participant of myndighedsdeltager-created again',
    'IN-13',
  ),
  subject('kommune-citizen', '90107 when updating or deleting a participant that was never created', 'IN-14'),
]
