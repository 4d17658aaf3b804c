/** The findings of the verifier as sentences, as a table and as JUnit XML. */
import { type Paint, plain } from '../cli/colours.ts'
import { escapeMarkup } from '../verify/reports/markup.ts'
import type { Setup } from './pact-provider.ts'

/** One interaction of a pact with its result. */
export interface Verdict {
  consumer: string
  provider: string
  description: string
  states: string[]
  result: 'passed' | 'failed' | 'pending'
  /** What does not match, and what to do. */
  failures: string[]
  seconds: number
}

interface PactMismatch {
  type: string
  mismatch?: string
  path?: string
  key?: string
  expected?: unknown
  actual?: unknown
}

interface RawResult {
  consumer: string
  provider: string
  description: string
  providerStates: string[]
  duration: string
  pending: boolean
  result: string
  mismatch?: { type: string; message?: string; mismatches?: PactMismatch[] }
}

/** Reads the verifier's report and adds what happened in the twin. */
export function readVerdicts(report: string, setups: readonly Setup[]): Verdict[] {
  const { interactionResults = [] } = JSON.parse(report) as { interactionResults?: RawResult[] }
  let position = 0
  return interactionResults.map((raw) => {
    const failed = raw.result !== 'OK'
    const own = setups.slice(position, position + Math.max(1, raw.providerStates.length))
    position += own.length
    return {
      consumer: raw.consumer,
      provider: raw.provider,
      description: raw.description,
      states: raw.providerStates,
      result: failed ? (raw.pending ? 'pending' : 'failed') : 'passed',
      failures: failed ? explain(raw, own) : [],
      seconds: Number.parseFloat(raw.duration) / (/\dms$/.test(raw.duration) ? 1_000 : 1) || 0,
    }
  })
}

function explain({ mismatch }: RawResult, setups: readonly Setup[]): string[] {
  const mistakes = setups.flatMap((setup) => setup.mistakes)
  if (mistakes.length > 0) {
    return mistakes.map((mistake) =>
      mistake.startsWith('There is no provider state')
        ? `${mistake} "tvilling pact states" lists them all.`
        : mistake,
    )
  }
  const mismatches = mismatch?.mismatches ?? []
  if (mismatches.length === 0) return [mismatch?.message ?? 'The verifier does not say why.']
  return [...mismatches.map(sentence), ...advice(mismatches, setups.at(-1)?.answered)]
}

function sentence({ type, mismatch, path, key, expected, actual }: PactMismatch): string {
  if (type === 'StatusMismatch') return `Expected status ${String(expected)}, but it was ${String(actual)}.`
  const where =
    type === 'BodyMismatch' && path ? `Body ${path}: ` : key ? `${type.replace('Mismatch', '')} ${key}: ` : ''
  return `${where}${mismatch ?? type}`
}

function advice(mismatches: readonly PactMismatch[], answered: Setup['answered']): string[] {
  const status = mismatches.find(({ type }) => type === 'StatusMismatch')
  const { request, operation, reason } = answered ?? {}
  const said = request ? [`${request} is ${operation ?? 'no operation'}${reason ? `: ${reason}` : ''}`] : []
  if (status && Number(status.expected) === 401 && Number(status.actual) < 400) {
    return [
      ...said,
      'Every bearer token is accepted here: give the interaction the state token-expired, or use --client none.',
    ]
  }
  if (status && Number(status.actual) === 401) {
    return [
      ...said,
      'Give the interaction the state authorized, or name a --client that its token counts as.',
    ]
  }
  if (status) {
    return [
      ...said,
      'Mend the expectation, or name a state in which the API answers so: "tvilling pact states" lists them.',
    ]
  }
  return [
    ...said,
    'The twin keeps to the contract, which GET /_tvilling/contracts/<simulator>.json shows: mend the expectation. ' +
      'If the real API does answer so, the contract is wrong: tell us.',
  ]
}

const COLOURS = { passed: 'green', failed: 'red', pending: 'yellow' } as const

export function table(verdicts: readonly Verdict[], paint: Paint = plain): string {
  const rows = verdicts.map(({ consumer, description, result }) => [consumer, description, result] as const)
  const width = (column: 0 | 1) =>
    Math.max(
      ...rows.map((row) => row[column].length),
      column === 0 ? 'consumer'.length : 'interaction'.length,
    )
  const line = ([consumer, description, result]: readonly [string, string, string]) =>
    `${consumer.padEnd(width(0))}  ${description.padEnd(width(1))}  ${result}\n`
  const coloured = rows.map(
    ([consumer, description, result]) => [consumer, description, paint(COLOURS[result], result)] as const,
  )
  return [['consumer', 'interaction', 'result'] as const, ...coloured].map(line).join('')
}

export function failuresText(verdicts: readonly Verdict[]): string {
  return verdicts
    .filter(({ failures }) => failures.length > 0)
    .map(({ consumer, description, states, result, failures }) => {
      const given = states.length > 0 ? `\n  given ${states.join(', ')}` : ''
      const note = result === 'pending' ? ' (pending: it does not count)' : ''
      return `\n${consumer}: ${description}${note}${given}\n${failures.map((text) => `    ${text}\n`).join('')}`
    })
    .join('')
}

/** JUnit XML, for CI servers. */
export function junit(verdicts: readonly Verdict[]): string {
  const suites = Map.groupBy(verdicts, ({ consumer, provider }) => `${consumer} and ${provider}`)
  const xml = [...suites].map(([name, cases]) => {
    const failed = cases.filter(({ result }) => result === 'failed').length
    const skipped = cases.filter(({ result }) => result === 'pending').length
    const counts = `tests="${cases.length}" failures="${failed}" skipped="${skipped}"`
    return `  <testsuite name="${escapeMarkup(name)}" ${counts}>\n${cases.map(testcase).join('')}  </testsuite>\n`
  })
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n${xml.join('')}</testsuites>\n`
}

function testcase({ description, provider, result, failures, seconds }: Verdict): string {
  const open = `    <testcase name="${escapeMarkup(description)}" classname="${escapeMarkup(provider)}" time="${seconds}"`
  if (result === 'passed') return `${open}/>\n`
  const [first = ''] = failures
  if (result === 'pending') return `${open}><skipped message="${escapeMarkup(first)}"/></testcase>\n`
  return `${open}>\n      <failure message="${escapeMarkup(first)}">${escapeMarkup(failures.join('\n'))}</failure>\n    </testcase>\n`
}
