/** The answers without a number: the text for the parents, and the reason (BR-02, BR-17). */
import type { components } from '../../contracts/birth-report/types.gen.ts'
import type { Outcome, Taken } from './states.ts'

type Code = components['schemas']['MessageConfirmationCode']

const descriptions: Readonly<Record<Code, string>> = {
  201: 'Barnet är redan anmält; inget nytt personnummer tilldelas.',
  202: 'Moderns personnummer saknas.',
  203: 'Modern har skyddade personuppgifter.',
  204: 'Barnet levde inte vid födelsen.',
  205: 'Födelsedagen har inga lediga personnummer.',
}

/** Confirms that a report is processed by hand. Only code 201 is documented, the other codes are ours (BR-17). */
export function confirm(reportId: string, code: Code, reason: string): Outcome<Taken> {
  const message = {
    message: 'Födelsen är mottagen. Föräldern får besked från Skatteverket.',
    description: descriptions[code],
    messageConfirmationCode: code,
  }
  return { answer: { status: 202, body: { reportId, message } }, reason }
}
