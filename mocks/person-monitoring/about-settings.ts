/** What each setting of the simulator does, and the fact that its default rests on. */
import type { AboutSetting } from 'tvilling'
import type { Types } from './states.ts'

export const aboutSettings = {
  environment: {
    effect:
      "Whether each client has its own environment, or is answered by the sandbox like everybody else's.",
    fact: 'PM-08',
    values: ['production', 'sandbox'],
  },
  tokenLifetime: { effect: 'How long an access token is valid.', fact: 'PM-10' },
  bundles: { effect: 'Ids of the bundles that every client has from the start.', fact: 'PM-07' },
  largeFile: { effect: 'A file with more rows than this is large, and begins as SENT_IN.', fact: 'PM-18' },
  sentInTime: { effect: 'How long a bundle stays SENT_IN before it is PENDING.', fact: 'PM-18' },
  pendingTime: {
    effect: 'How long a bundle stays PENDING before it is APPROVED or INCORRECT.',
    fact: 'PM-18',
  },
  untilApproved: {
    effect: 'Which list is monitored until an upload is approved: the previous one, or none.',
    fact: 'PM-23',
    values: ['previous', 'none'],
  },
  csvSeparators: { effect: 'What may stand between the columns of a CSV file.', fact: 'PM-19' },
  csvColumn: { effect: 'In which column of a CSV file the numbers are; 1 is the first.', fact: 'PM-19' },
  csvHeaders: {
    effect: 'How that column may be called in a header, in any case of letters.',
    fact: 'PM-24',
  },
  jsonList: {
    effect: 'Which member of a JSON file has the rows; empty if the file itself is the list.',
    fact: 'PM-19',
  },
  jsonMembers: { effect: 'Which members of a row that is an object may have the number.', fact: 'PM-19' },
  jsonNumbers: {
    effect: 'Whether numbers of JSON are taken as if they were strings.',
    fact: 'PM-19',
    values: ['refused', 'taken'],
  },
  tenDigits: {
    effect: 'Whether numbers of ten digits are taken, with the century by the clock.',
    fact: 'PM-24',
    values: ['taken', 'refused'],
  },
  textParts: {
    effect: 'Whether a text part without media type is taken as the file.',
    fact: 'PM-24',
    values: ['taken', 'refused'],
  },
  signatureKeys: {
    effect: 'Keys of the time and of the signature in the header Roaring-Signature.',
    fact: 'PM-22',
  },
  eventType: { effect: 'Which type the events name.', fact: 'PM-22' },
  retries: { effect: 'Pauses before each further attempt to deliver an event.', fact: 'PM-22' },
  webhookTimeout: {
    effect: 'How long a receiver may take to answer, in wall-clock time.',
    fact: 'PM-22',
  },
} satisfies Record<keyof Types['settings'], AboutSetting>
