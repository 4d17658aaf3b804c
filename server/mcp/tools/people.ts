/** The people and organizations of the twin. */
import { UsageError } from '../../../src/control/usage-error.ts'
import { fitting } from '../bounds.ts'
import { defineTool } from '../tool.ts'
import { count, listOf, record, simulator, text, texts } from './schemas.ts'

export const subjectsList = defineTool('subjects_list', {
  title: 'List test people and organizations',
  description:
    'Lists the documented synthetic people and organizations, with the outcome that the data of each triggers, such as "not found" or "protected identity". Use their numbers in requests. All numbers are synthetic: never use one of a real person.',
  effect: 'reads',
  input: {
    simulator: { ...simulator, optional: true },
    after: {
      type: 'integer',
      minimum: 0,
      default: 0,
      description: 'The "next" of an earlier answer, for what follows',
    },
  },
  output: {
    subjects: listOf({
      simulator: text,
      subject: text,
      number: text,
      triggers: text,
      facts: { ...texts, optional: true },
    }),
    total: count,
    next: { type: ['integer', 'null'], description: 'Give it as "after"; null if nothing follows' },
  },
  async run({ simulator, after }, { twin }) {
    const all = (await twin.control.subjects.list()).filter(
      (subject) => simulator === undefined || subject.simulator === simulator,
    )
    const subjects = fitting(all.slice(after))
    const end = after + subjects.length
    return {
      text: `${subjects.length} of ${all.length} subjects.`,
      data: { subjects, total: all.length, next: end < all.length ? end : null },
    }
  },
})

export const personChange = defineTool('person_change', {
  title: 'Change a person',
  description:
    'Changes a person of the register, such as a move, a name, a death or an emigration, and sends the webhook messages of that change. Those that are due at once are sent in the background: see deliveries_settle.',
  effect: 'acts',
  input: {
    number: { type: 'string', minLength: 1, description: 'Identity number of a synthetic person' },
    change: {
      type: 'object',
      description:
        'At least one of firstNames, preferredFirstName, familyName, address {streetName, streetNumber, postalCode, city, …}, deceasedOn and emigratedOn (a date or null), protectedIdentity, maritalStatus, phoneNumbers, affiliations',
    },
  },
  output: { person: { ...record, description: 'The person after the change' } },
  async run({ number, change }, { twin }) {
    const person = await twin.control.people.change(number, change)
    return { text: `${number} is changed.`, data: { person } }
  },
})

export const eventFire = defineTool('event_fire', {
  title: 'Fire a webhook event',
  description:
    'Sends the webhook messages of an event now, to whoever subscribes to it. simulator_read lists the events of a simulator with their parameters.',
  effect: 'acts',
  input: {
    simulator,
    event: { type: 'string', minLength: 1, description: 'Name of the event' },
    parameters: { type: 'object', default: {}, description: 'Parameters of the event by name' },
  },
  output: { fired: { ...record, description: 'What the event tells of itself' } },
  async run({ simulator, event, parameters }, { twin }) {
    const reserved = ['simulator', 'event'].find((name) => name in parameters)
    if (reserved) throw new UsageError(`"${reserved}" is said beside "parameters", not in it.`)
    const fired = await twin.control.events.fire({ ...parameters, simulator, event })
    return { text: `${event} of ${simulator} is fired.`, data: { fired } }
  },
})
