/** Reports births as a care unit's system would. */
import { numberOf } from 'tvilling/fixtures'
import type { components } from '../../../contracts/birth-report/types.gen.ts'
import type { Door } from '../../doors.ts'

export const ORIGIN = 'https://birthreport.test'
export const MOTHER = numberOf('mother')
export const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

export type Report = components['schemas']['BirthReportRequest']
type Child = Partial<Report['child']>

export interface Answer {
  status: number
  headers: Headers
  // biome-ignore lint/suspicious/noExplicitAny: tests look into whatever was answered
  body: any
  reason: string | null
}

/** The UUID of a test's report so and so. */
export function reportId(index: number): string {
  return `e58ed763-928c-4155-bee9-${String(index).padStart(12, '0')}`
}

/** The parent with a number. */
export function parent(id: string): Report['mother'] {
  return { personalIdentityNumber: { id } }
}

/** A report, different from others in its id, of a girl of the subject "mother" by default. */
export function report(
  index: number,
  { child, ...changes }: Partial<Omit<Report, 'child'>> & { child?: Child } = {},
): Report {
  return {
    reportId: reportId(index),
    reportedBy: { reporter: 'Beta BB, Cecilia Barnmorska' },
    mother: parent(MOTHER),
    ...changes,
    child: {
      date: '2025-12-24',
      gender: 'FEMALE',
      municipality: '2480',
      aliveAtBirth: true,
      order: 1,
      ...child,
    },
  }
}

/** Sends anything as JSON. */
export function send(door: Door, body: unknown, headers: Record<string, string> = {}): Promise<Answer> {
  return sendRaw(door, JSON.stringify(body), { 'content-type': 'application/json', ...headers })
}

/** Sends bytes as they are. */
export async function sendRaw(
  { fetch }: Door,
  body: string | Uint8Array<ArrayBuffer>,
  headers: Record<string, string> = {},
): Promise<Answer> {
  return read(await fetch(`${ORIGIN}/v1/birthreport`, { method: 'POST', headers, body }))
}

export async function read(response: Response): Promise<Answer> {
  return {
    status: response.status,
    headers: response.headers,
    body: await response.json(),
    reason: response.headers.get('x-tvilling-reason'),
  }
}

/** The paths of what a 400 finds fault with, in alphabetical order. */
export function propertiesOf({ body }: Answer): string[] {
  return (body.invalidParameters ?? []).map(({ property }: { property: string }) => property).toSorted()
}
