/** What the twin has stored. */
import { fitting } from '../bounds.ts'
import { defineTool } from '../tool.ts'
import { count, limit, listOf, record, simulator, text } from './schemas.ts'

const collection = {
  type: 'string',
  minLength: 1,
  description: 'Name of a collection of the simulator; simulator_read lists them',
} as const

export const statePage = defineTool('state_page', {
  title: 'Read what is stored',
  description:
    'A page of the documents of one collection, as the twin stores them. The answer has up to 40,000 characters; follow "next" for more.',
  effect: 'reads',
  input: {
    simulator,
    collection,
    limit,
    after: { ...text, optional: true, description: 'The "next" of an earlier page' },
  },
  output: {
    items: listOf({ key: text, position: count, value: record }),
    next: { type: ['string', 'null'], description: 'Give it as "after"; null on the last page' },
  },
  async run({ simulator, collection, limit, after }, { twin }) {
    const page = await twin.control.state.page(simulator, collection, {
      limit,
      ...(after !== undefined && { after }),
    })
    const items = fitting(page.items)
    const next = items.length < page.items.length ? String(items.at(-1)?.position) : page.next
    return { text: `${items.length} of ${collection}.`, data: { items, next } }
  },
})

export const stateTransition = defineTool('state_transition', {
  title: 'Move a resource to another state',
  description:
    'Moves one resource along its published state graph at once, with all that follows, such as webhooks. A move that the graph does not have is refused, and the sentence names those it has.',
  effect: 'acts',
  input: {
    simulator,
    collection,
    key: { type: 'string', minLength: 1, description: 'Key of the document; state_page shows it' },
    to: { type: 'string', minLength: 1, description: 'Name of the state to move to' },
  },
  output: { document: { ...record, description: 'The document after the move' } },
  async run({ simulator, collection, key, to }, { twin }) {
    const document = await twin.control.state.transition(simulator, collection, key, to)
    return { text: `${key} is ${to}.`, data: { document } }
  },
})
