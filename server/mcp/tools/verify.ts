/** Whether a server is what the contract says. */
import { UsageError } from '../../../src/control/usage-error.ts'
import { isLoopback } from '../../http/doors.ts'
import { reportOf } from '../../verify/command.ts'
import { type Item, isAssumption } from '../../verify/report.ts'
import { wordItem } from '../../verify/reports/table.ts'
import { fitting, LARGEST_ANSWER, LONGEST_LIST, shortened } from '../bounds.ts'
import { writeNewFile } from '../new-file.ts'
import { defineTool, objectSchema } from '../tool.ts'
import { count, listOf, text, texts } from './schemas.ts'

/** Characters of each request and answer that is shown for a failure. */
const EXAMPLE = 1_500

const findings = listOf({
  what: text,
  reasons: texts,
  facts: texts,
  request: { ...text, optional: true },
  response: { ...text, optional: true },
})

export const verify = defineTool('verify', {
  title: 'Verify a server',
  description: `Drives a server that implements one of the APIs (the twin, a fake of your own, the real service) and tells where it is not what the contract says. It sends hundreds of requests and writes, unless readOnly. With several runs it takes a minute or more. Lists are cut after ${LONGEST_LIST} entries; "file" gets the whole report.`,
  effect: 'acts',
  outside: true,
  input: {
    api: { type: 'string', minLength: 1, description: 'Name of the simulator whose contract counts' },
    url: {
      type: 'string',
      minLength: 1,
      description: "What stands before the contract's paths, such as http://127.0.0.1:8080",
    },
    tokenUrl: { ...text, optional: true, description: 'The same for tokens, where they are elsewhere' },
    environment: { ...text, optional: true, description: 'Whose client it is, such as sandbox' },
    clientId: {
      ...text,
      optional: true,
      description: 'OAuth client; the ready-made ones of a twin if left out',
    },
    clientSecret: { ...text, optional: true, description: 'Its secret' },
    readOnly: {
      type: 'boolean',
      optional: true,
      description: 'Only reads and asks for tokens; true if left out and the server is not on this machine',
    },
    patience: {
      type: 'string',
      default: 'PT0S',
      description: 'How long to wait, in all, where time cannot be moved, such as PT2M',
    },
    seed: {
      type: 'integer',
      optional: true,
      description: 'Of the generated cases; another one each time if left out',
    },
    runs: {
      type: 'integer',
      minimum: 1,
      maximum: 1_000,
      default: 5,
      description: 'Generated cases of each property',
    },
    strict: {
      type: 'boolean',
      default: false,
      description: 'A wrong assumption of ours counts as a failure',
    },
    controlToken: { ...text, optional: true, description: 'If it is a Tvilling server that demands one' },
    file: { ...text, optional: true, description: 'Name of a new .json file for the whole report' },
  },
  output: {
    score: objectSchema(
      { percent: count, held: count, failed: count, assumed: count, unreached: count, total: count },
      false,
    ),
    seed: count,
    requests: count,
    failed: { ...findings, description: 'What breaks a promise of the provider' },
    assumed: { ...findings, description: 'Where an assumption of ours is wrong' },
    unreached: { ...texts, description: 'What no request has reached' },
    file: { type: ['string', 'null'], description: 'Whole path of the report' },
  },
  async run({ file, readOnly, seed, runs, ...given }, { twin, signal, progress }) {
    const host = URL.canParse(given.url) ? new URL(given.url).hostname : ''
    if (host === '') throw new UsageError(`"url" is a URL such as http://127.0.0.1:4010, not "${given.url}".`)
    const report = await reportOf(
      {
        ...given,
        readOnly: readOnly ?? !isLoopback(host),
        runs: String(runs),
        ...(seed !== undefined && { seed: String(seed) }),
      },
      twin.simulators,
      (done, of) => {
        signal.throwIfAborted()
        progress(done, of)
      },
    )
    const { score, items, requests } = report
    const failed = items.filter((item) => item.outcome === 'failed' && !isAssumption(item))
    const assumed = items.filter(isAssumption)
    const unreached = items.filter(({ outcome }) => outcome === 'unreached')
    const written =
      file === undefined ? null : await writeNewFile(file, '.json', JSON.stringify(report, undefined, 2))
    return {
      text: `${score.percent} %: ${score.held} held of ${score.total}, ${score.failed} failed, ${score.unreached} never reached.`,
      data: {
        score: { ...score },
        seed: report.seed,
        requests,
        failed: shown(failed),
        assumed: shown(assumed),
        unreached: unreached.slice(0, LONGEST_LIST).map(wordItem),
        file: written,
      },
    }
  },
})

function shown(items: readonly Item[]): Record<string, unknown>[] {
  const worded = items.slice(0, LONGEST_LIST).map((item) => ({
    what: wordItem(item),
    reasons: item.reasons,
    facts: item.facts ?? [],
    ...(item.example && {
      request: shortened(item.example.request, EXAMPLE),
      response: shortened(item.example.response, EXAMPLE),
    }),
  }))
  return fitting(worded, LARGEST_ANSWER / 2)
}
