/** What each setting of Consumer Intelligence does. */
import { signatures } from './events.ts'
import { TRIGGERS } from './fired-events.ts'
import type { settings } from './states.ts'

interface About {
  effect: string
  fact: string
  values?: readonly (string | boolean)[]
}

/** Those that all simulators have are here for the facts that they rest on. */
type Name = keyof typeof settings | 'nulls' | 'scalars'

export const aboutSettings = {
  tokenLifetime: { effect: 'How long an access token is valid.', fact: 'CI-02' },
  identifyingAfter: { effect: 'How long an uploaded consumer waits until it is IDENTIFYING.', fact: 'CI-29' },
  identifiedAfter: {
    effect: 'How long a consumer is IDENTIFYING until it is IDENTIFIED or NOT_IDENTIFIED.',
    fact: 'CI-29',
  },
  contradictions: {
    effect: 'Whether a person is found whom a given birth date, year of birth, gender or name contradicts.',
    fact: 'CI-29',
    values: ['exclude', 'ignore'],
  },
  changedPointers: {
    effect: 'Whether PERSON_CHANGED has jsonPointers and a changedId, which the provider does not fill yet.',
    fact: 'CI-37',
    values: [false, true],
  },
  movePhase: {
    effect: 'Phase of the LIFE_EVENT that a move sends; with an empty text it sends none.',
    fact: 'CI-42',
  },
  moveTrigger: { effect: 'Trigger of the LIFE_EVENT that a move sends.', fact: 'CI-42', values: TRIGGERS },
  moveEventAfter: { effect: 'How long after a move its LIFE_EVENT is sent.', fact: 'CI-42' },
  predictedTrigger: {
    effect:
      'Trigger of a LIFE_EVENT that is predicted for each subscribed person; with an empty text there is none.',
    fact: 'CI-42',
    values: ['', ...TRIGGERS],
  },
  predictedAfter: {
    effect: 'How long after the subscription the predicted LIFE_EVENT is sent.',
    fact: 'CI-42',
  },
  retries: { effect: 'Pauses before each further attempt to deliver a message.', fact: 'CI-35' },
  webhookTimeout: { effect: 'How long a receiver may take to answer, in wall-clock time.', fact: 'CI-24' },
  signature: {
    effect: 'Which text the signature of a message is made of.',
    fact: 'CI-26',
    values: Object.keys(signatures),
  },
  pageTokenLifetime: { effect: 'How long a pageToken is valid; null is for ever.', fact: 'CI-31' },
  auditRetention: { effect: 'How long audit events are kept.', fact: 'CI-22' },
  auditEvents: {
    effect:
      'Most audit events that are kept of a client: with more, the oldest are dropped, a hundred or so at once.',
    fact: 'CI-43',
  },
  uploadBatch: { effect: 'Most consumers of one upload, up to the 100 of the contract.', fact: 'CI-18' },
  rateLimitRequests: {
    effect: 'Most requests of a client in rateLimitPer before it is answered 429; 0 is no limit.',
    fact: 'CI-32',
  },
  rateLimitPer: { effect: 'The time for which rateLimitRequests counts.', fact: 'CI-32' },
  nulls: {
    effect: 'Whether an optional member of a request that is null counts as absent, or is refused.',
    fact: 'CI-36',
  },
  scalars: {
    effect: 'Whether numbers and booleans are refused where a string is declared, or taken as one.',
    fact: 'CI-39',
  },
} satisfies Record<Name, About>
