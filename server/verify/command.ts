/** `tvilling verify`: checks whether a server is what the contract says. */
import { connect } from '../../src/control/connect.ts'
import type { Control } from '../../src/control/control.ts'
import { unknownName } from '../../src/control/nearest.ts'
import { UsageError } from '../../src/control/usage-error.ts'
import { parseDuration } from '../../src/harness/clock.ts'
import { createRandom, randomSecret } from '../../src/harness/random.ts'
import type { Credentials, VerificationPlan } from '../../src/simulator/verification.ts'
import { paintFor } from '../cli/colours.ts'
import { EXIT } from '../cli/exit-codes.ts'
import { type JsonFlag, printReport, writeReport } from '../cli/json-report.ts'
import { createProgress } from '../cli/progress.ts'
import { readInput } from '../cli/read-input.ts'
import { simulatorsFor } from '../cli/settings-file.ts'
import type { Terminal } from '../cli/terminal.ts'
import { renderHtml } from './reports/html.ts'
import { renderJunit } from './reports/junit.ts'
import { renderTable } from './reports/table.ts'
import { planOf, verify } from './verify.ts'

export interface VerifyFlags {
  api: string
  simulator: string[]
  settings?: string
  url: string
  tokenUrl?: string
  environment?: string
  clientId?: string
  clientSecret?: string
  subjects?: string
  control?: string
  controlToken?: string
  readOnly?: boolean
  patience: string
  strict?: boolean
  receiver?: string
  receiverPort?: string
  seed?: string
  runs: string
  minimum: string
  junit?: string
  json?: JsonFlag
  html?: string
}

const LARGEST_SEED = 2_147_483_647

/**
 * The exit code is 0 only for a score of at least `--minimum`, 100 by default. Where our assumption is wrong, nothing is lost
 * of it, unless `--strict` is given.
 */
export async function runVerify(flags: VerifyFlags, io: Terminal): Promise<number> {
  const simulators = await simulatorsFor(flags)
  const simulator = simulators.find(({ name }) => name === flags.api)
  if (!simulator) {
    throw unknownName(
      'API',
      flags.api,
      simulators.map(({ name }) => name),
    )
  }
  const plan = await planOf(simulator)
  const url = readUrl('--url', flags.url)
  const minimum = number('--minimum', flags.minimum, 100)
  const seed = flags.seed === undefined ? anySeed() : number('--seed', flags.seed, LARGEST_SEED)
  const runs = number('--runs', flags.runs, 100_000, 1)
  const patience = parseDuration(flags.patience)
  if (patience === undefined)
    throw new UsageError(`--patience is a duration such as PT2M, not "${flags.patience}".`)
  const { clients, subjects } = await readSubjects(flags.subjects)
  const target = flags.readOnly ? { url } : await findTarget(url, flags)
  const progress = createProgress(io, 'verify')
  try {
    const report = await verify({
      simulator,
      url: target.url,
      tokenUrl: flags.tokenUrl === undefined ? undefined : readUrl('--token-url', flags.tokenUrl),
      control: target.control,
      environment: flags.environment,
      credentials: credentialsOf(plan, flags, clients),
      subjects,
      readOnly: flags.readOnly ?? false,
      patience,
      seed,
      runs,
      strict: flags.strict ?? false,
      receiver: receiverOf(flags),
      onStep: progress.step,
    }).finally(progress.end)
    const { junit, json, html } = flags
    if (junit !== undefined) await writeReport(junit, renderJunit(report))
    if (html !== undefined) await writeReport(html, renderHtml(report))
    await printReport(io, json, { text: renderTable(report, paintFor(io)), value: report })
    return report.score.percent >= minimum ? EXIT.held : EXIT.didNotHold
  } finally {
    await target.close?.()
  }
}

function receiverOf({ receiver, receiverPort }: VerifyFlags): { url?: string; port?: number } {
  return {
    ...(receiver !== undefined && { url: readUrl('--receiver', receiver) }),
    ...(receiverPort !== undefined && { port: number('--receiver-port', receiverPort, 65_535) }),
  }
}

interface VerifyTarget {
  url: string
  control?: Control
  close?(): Promise<void>
}

/** A Tvilling server is verified in a new tenant, so that its clock and state are not shared. */
async function findTarget(url: string, { control, controlToken }: VerifyFlags): Promise<VerifyTarget> {
  const token = controlToken === undefined ? {} : { token: controlToken }
  if (control !== undefined) return { url, control: connect(readUrl('--control', control), token) }
  if (!(await isTvilling(url))) return { url }
  if (/\/t\/[^/]+$/.test(url)) return { url, control: connect(url, token) }
  const tenant = `verify-${createRandom(randomSecret()).hex(12).toLowerCase()}`
  const close = () => connect(url, token).tenants.drop(tenant)
  const created = connect(url, { ...token, tenant })
  // Creates the tenant, which on a server of others only control may do.
  await created.clock.read()
  return { url: `${url}/t/${tenant}`, control: created, close }
}

async function isTvilling(url: string): Promise<boolean> {
  try {
    const response = await fetch(`${url}/_tvilling/health`)
    const { status } = (await response.json()) as { status?: string }
    return response.ok && status === 'ok'
  } catch {
    return false
  }
}

function readUrl(flag: string, text: string): string {
  if (/^https?:\/\//.test(text) && URL.canParse(text)) return text.replace(/\/+$/, '')
  throw new UsageError(`${flag} is a URL such as http://127.0.0.1:4010, not "${text}".`)
}

function number(flag: string, text: string, most: number, least = 0): number {
  const value = Number(text)
  if (text.trim() !== '' && value >= least && value <= most) return value
  throw new UsageError(`${flag} takes a number from ${least} to ${most}, not "${text}".`)
}

const anySeed = () => createRandom(randomSecret()).integer(1, LARGEST_SEED)

/** The ready-made clients, or only the named ones if another client is named. */
function credentialsOf(
  plan: VerificationPlan,
  { clientId, clientSecret, environment }: VerifyFlags,
  clients: Record<string, Credentials> | undefined,
): Record<string, Credentials> | undefined {
  if (clientId === undefined || clientId === 'tvilling') return clients && { ...readyMade(plan), ...clients }
  const main = plan.roles['main'] ? 'main' : (environment ?? plan.environments[0])
  return { [main]: { id: clientId, secret: clientSecret ?? '' }, ...clients }
}

function readyMade({ roles }: VerificationPlan): Record<string, Credentials> {
  return Object.fromEntries(
    Object.entries(roles).map(([role, { ready }]) => [role, { id: ready, secret: ready }]),
  )
}

interface SubjectsFile {
  clients?: Record<string, Credentials>
  subjects?: Record<string, string>
}

async function readSubjects(file: string | undefined): Promise<SubjectsFile> {
  if (file === undefined) return {}
  const text = await readInput(file, `The subjects in ${file}`)
  const { parse } = await import('yaml')
  let read: unknown
  try {
    read = parse(text)
  } catch (error) {
    throw new UsageError(`The subjects in ${file} cannot be read: ${(error as Error).message}`)
  }
  const { clients, subjects } = (read ?? {}) as SubjectsFile
  if (!clients && !subjects) {
    throw new UsageError(
      `${file} has neither "subjects" (names to values) nor "clients" (roles to id and secret).`,
    )
  }
  const texts = Object.entries(subjects ?? {}).map(([name, value]) => [name, String(value)] as const)
  return { ...(clients && { clients }), subjects: Object.fromEntries(texts) }
}
