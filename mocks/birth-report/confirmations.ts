/** The answers without a number: the text for the parents, and the reason (BR-02, BR-17, BR-27). */
import type { components } from '../../contracts/birth-report/types.gen.ts'
import type { Outcome, Taken } from './states.ts'

type Code = components['schemas']['MessageConfirmationCode']

const descriptions: Readonly<Record<Code, string>> = {
  201: 'Barnet är redan anmält; inget nytt personnummer tilldelas.',
  202: 'Moderns personnummer saknas.',
  203: 'Modern har skyddade personuppgifter.',
  204: 'Barnet levde inte vid födelsen.',
  205: 'Födelsedagen har inga lediga personnummer.',
  206: 'Modern är avliden.',
  207: 'Modern är utvandrad.',
  208: 'Modern är för ung för att vara barnets mor.',
  209: 'Samma person är angiven som mor och far.',
}

/** A reason to process a report by hand. */
export interface Doubt {
  code: Code
  /** The rules that it follows from, the one that decides first. */
  facts: readonly [string, ...string[]]
  text: string
}

/** Confirms that a report is processed by hand. Only code 201 is documented, the other codes are ours (BR-25). */
export function confirm(reportId: string, { code, facts, text }: Doubt): Outcome<Taken> {
  const message = {
    message: 'Födelsen är mottagen. Föräldern får besked från Skatteverket.',
    description: descriptions[code],
    messageConfirmationCode: code,
  }
  return { answer: { status: 202, body: { reportId, message } }, reason: `${facts[0]}: ${text}`, facts }
}
