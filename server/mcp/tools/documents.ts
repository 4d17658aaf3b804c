/** The documents of the resources, for clients that have tools only. */
import { readDocument } from '../documents.ts'
import { defineTool } from '../tool.ts'
import { count, text } from './schemas.ts'

/** Characters of a page. */
const PAGE = 20_000

export const documentRead = defineTool('document_read', {
  title: 'Read a document',
  description:
    'Reads a resource of this server in pages of 20,000 characters: tvilling://contracts/<simulator> (OpenAPI), tvilling://facts/<simulator> (what the twin rests on, with evidence), tvilling://simulators/<simulator> (its page: operations, states, scenarios, subjects, settings), tvilling://journal.',
  effect: 'reads',
  input: {
    uri: {
      type: 'string',
      minLength: 1,
      description: 'Its address, such as tvilling://simulators/<simulator>',
    },
    offset: { type: 'integer', minimum: 0, default: 0, description: 'The "next" of an earlier answer' },
  },
  output: {
    text,
    length: { ...count, description: 'Characters of the whole document' },
    next: { type: ['integer', 'null'], description: 'Give it as "offset"; null at the end' },
  },
  async run({ uri, offset }, { twin }) {
    const document = await readDocument(uri, twin)
    const page = document.text.slice(offset, offset + PAGE)
    const end = offset + page.length
    return {
      text: `Characters ${offset} to ${end} of ${document.text.length}.`,
      data: {
        text: page,
        length: document.text.length,
        next: end < document.text.length ? end : null,
      },
    }
  },
})
