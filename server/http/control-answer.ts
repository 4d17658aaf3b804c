/** How control answers: JSON, in slices where it is long; a mistake as one sentence. */
import type { Snapshot } from '../../src/harness/snapshot.ts'
import { explainFailure, type Failure } from '../../src/http/failure.ts'
import type { ApiResult } from '../../src/http/messages.ts'
import type { Answer } from './adapter.ts'
import { isHeavy, isLarge, slicedJson } from './sliced-json.ts'

/** A refusal in the form of control: one sentence. */
export function refusedControl(status: number, error: string): Answer {
  return render(mistake(status, error))
}

export function sentence(failure: Failure): string {
  const text = explainFailure(failure)
  return /[.!?]$/.test(text) ? text : `${text}.`
}

export function mistake(status: number, error: string): ApiResult {
  return { status, body: { error } }
}

export function render({ status, headers = {}, body }: ApiResult): Answer {
  if (body === undefined) return { status, headers }
  const complete = { 'content-type': 'application/json', ...headers }
  if (isSnapshot(body)) return { status, headers: complete, slices: linesOf(body, SNAPSHOT_LEVELS) }
  if (isLarge(body) || isHeavy(body)) return { status, headers: complete, slices: linesOf(body) }
  const text = typeof body === 'string' ? body : `${JSON.stringify(body, null, 2)}\n`
  return { status, headers: complete, body: text }
}

/** The levels of a snapshot above its rows: `store.collections.<name>`. */
const SNAPSHOT_LEVELS = 3

const isSnapshot = (body: unknown): body is Snapshot =>
  typeof body === 'object' && body !== null && 'tvilling' in body && 'store' in body

function* linesOf(body: object, levels?: number): Generator<string> {
  yield* slicedJson(body, { levels })
  yield '\n'
}
