/** Prompts: tasks that a user chooses, with what a model needs to know for them. */
import { lastPart, PROMPTED, shortened } from './bounds.ts'
import { readDocument } from './documents.ts'
import type { Twin } from './twin.ts'

export interface Prompt {
  name: string
  title: string
  description: string
  arguments: Record<string, { description: string; required: boolean }>
  /** What is said to the model. */
  write(given: Record<string, string>, twin: Twin): Promise<string>
}

export const prompts: readonly Prompt[] = [
  {
    name: 'explain_failed_run',
    title: 'Explain a failed run',
    description:
      "Finds out why a test or a program failed against the twin: its fault, the client's, or a declared one",
    arguments: {
      symptom: {
        description: 'What was expected and what was seen, such as the message of the test',
        required: false,
      },
    },
    async write({ symptom }, { control }) {
      const journal = lastPart(await control.journal.explain(), PROMPTED).text
      const deliveries = lastPart(await control.deliveries.explain(), PROMPTED).text
      const faults = JSON.stringify(await control.faults.list())
      const { now, mode } = await control.clock.read()
      return `A run against the twin failed.${symptom ? ` The symptom: ${symptom}` : ''}

Find the first exchange that is not what the client should have got, and say why the twin answered so: each "because" names the rule, and a fact id (such as CI-19) can be read at tvilling://facts/<simulator>. Look for: a declared fault, a clock that stands still (it is ${now}, ${mode}: nothing happens until clock_advance), an expired token, a repeated request id, a webhook that the receiver did not accept. Then say whose mistake it is and the smallest change that mends it. Use journal_find for whole headers and bodies; if the twin itself is wrong, journal_save makes the bug report.

Exchanges and control, oldest first:
${journal || '(none)'}

Webhook messages:
${deliveries || '(none)'}

Declared faults: ${faults}`
    },
  },
  {
    name: 'plan_tests',
    title: 'Plan tests of an integration',
    description:
      'Proposes the integration tests that a client of one API needs, each with what the twin must do for it',
    arguments: {
      simulator: {
        description: 'Name of the simulator',
        required: true,
      },
    },
    async write({ simulator = '' }, twin) {
      const page = (await readDocument(`tvilling://simulators/${simulator}`, twin)).text
      return `Plan the integration tests of a client of ${simulator}. First read how the client in this repository calls the API, and leave out what it does not use. For each test give: one sentence that says what must hold, the fact ids behind it, the starting scenario, the requests, which subject (synthetic person or organization) triggers the case, how far the clock is advanced, which fault is declared, and what to assert on the client's side. Cover: the happy path, each documented error that the client can cause, expiry of the token, a lost answer with a repeat (fault response-lost), webhooks that come late, twice or out of order, and what happens over time. Then try the two riskiest with the tools of this server before you write any code.

The page of the simulator:
${shortened(page, 2 * PROMPTED)}`
    },
  },
]
