/** What was asked and answered. */
import type { JournalFilter } from '../../../src/journal/journal.ts'
import { fitting, LARGEST_ANSWER, lastPart, shortened } from '../bounds.ts'
import { writeNewFile } from '../new-file.ts'
import { defineTool, objectSchema } from '../tool.ts'
import { count, instant, limit, listOf, record, text, texts } from './schemas.ts'

const filter = {
  simulator: { ...text, optional: true, description: 'Only requests that reached this simulator' },
  operation: { ...text, optional: true, description: 'Only this operationId' },
  status: { type: 'integer', optional: true, description: 'Only answers with this HTTP status' },
  since: { ...text, optional: true, description: "Instant of the twin's clock; exchanges at or after it" },
  until: { ...text, optional: true, description: "Instant of the twin's clock; exchanges before it" },
} as const

export const journalFind = defineTool('journal_find', {
  title: 'Find exchanges',
  description:
    'Finds requests with their answers: headers, bodies, the rule that led to the answer ("reason"), the fault that hit it, and breaches of the contract. Without "after" the latest ones, oldest first. The answer has up to 40,000 characters, bodies are cut at "bodyLength"; "omitted" says how many of a page did not fit.',
  effect: 'reads',
  input: {
    ...filter,
    limit,
    after: { type: 'integer', minimum: 0, optional: true, description: 'The first ones after this exchange' },
    bodyLength: {
      type: 'integer',
      minimum: 0,
      maximum: 20_000,
      default: 1_000,
      description: 'Characters of each body, 20,000 at most',
    },
  },
  output: {
    exchanges: listOf({
      id: count,
      at: instant,
      simulator: { ...text, optional: true },
      operation: { ...text, optional: true },
      client: { ...text, optional: true },
      request: objectSchema({ method: text, url: text, headers: record, body: text }, false),
      response: objectSchema({ status: count, headers: record, body: text }, false),
      reason: { ...text, optional: true },
      breaches: texts,
    }),
    next: { type: ['integer', 'null'], description: 'Give it as "after" for the exchanges that follow' },
    omitted: { ...count, description: 'Older ones that did not fit; ask for fewer, or for shorter bodies' },
  },
  async run({ bodyLength, ...wanted }, { twin }) {
    const page = await twin.control.journal.page(wanted as JournalFilter)
    const all = page.exchanges.map(({ request, response, ...exchange }) => ({
      ...exchange,
      request: { ...request, body: shortened(request.body, bodyLength) },
      response: { ...response, body: shortened(response.body, bodyLength) },
    }))
    const latest = wanted.after === undefined
    const shown = latest ? fitting(all.toReversed()).toReversed() : fitting(all)
    const cut = shown.length < all.length
    const next = cut && !latest ? (shown.at(-1)?.id ?? null) : page.next
    return {
      text: `${shown.length} exchanges.`,
      data: { exchanges: shown, next, omitted: latest ? all.length - shown.length : 0 },
    }
  },
})

const explained = {
  explanation: { ...text, description: 'A paragraph for each' },
  omitted: { ...count, description: 'Characters at the beginning that were left out' },
} as const

export const journalExplain = defineTool('journal_explain', {
  title: 'Explain what happened',
  description: `Tells as text what was asked, what was answered, and which rule led to it; without a filter also what was done to the twin in between. Use it to find out why a test failed. The last ${LARGEST_ANSWER.toLocaleString('en')} characters; filter for older ones.`,
  effect: 'reads',
  input: filter,
  output: explained,
  async run(wanted, { twin }) {
    const { text, omitted } = lastPart(await twin.control.journal.explain(wanted as JournalFilter))
    const about = text === '' ? 'Nothing has happened.' : 'What happened, oldest first.'
    return { text: about, data: { explanation: text, omitted } }
  },
})

export const journalSave = defineTool('journal_save', {
  title: 'Save the journal as HAR',
  description:
    'Writes the whole run to a new HAR 1.2 file, from which "npx tvilling replay <file>" repeats it: a bug report. It has the credentials that were sent. A file that exists is never overwritten.',
  effect: 'acts',
  outside: true,
  input: { file: { type: 'string', minLength: 1, description: 'Name of a new file that ends with .har' } },
  output: { file: { ...text, description: 'Its whole path' }, exchanges: count, replay: text },
  async run({ file }, { twin }) {
    const har = await twin.control.journal.har()
    const written = await writeNewFile(file, '.har', JSON.stringify(har))
    const exchanges = har.log.entries.length
    return {
      text: `${exchanges} exchanges are in ${written}.`,
      data: { file: written, exchanges, replay: `npx tvilling replay ${written}` },
    }
  },
})
