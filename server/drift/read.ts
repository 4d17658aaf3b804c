/** Reads a recording: HAR 1.2 of `tvilling proxy`, of the journal, or of another tool. */
import { UsageError } from '../../src/control/usage-error.ts'
import { parseInstant } from '../../src/harness/clock.ts'
import type { HarField } from '../../src/journal/har.ts'
import { readInput } from '../cli/read-input.ts'
import { headerOf, type WireMessage } from '../proxy/personal/message.ts'

export interface RecordedExchange {
  /** Counts from 1 in the order of the file. */
  number: number
  /** Milliseconds, by the clock of the service if that differs from the recorder's. */
  at: number
  message: WireMessage
  /** Whether a body is missing in the recording. */
  leftOut: { request: boolean; response: boolean }
}

interface Entry {
  startedDateTime: string
  request: {
    method: string
    url: string
    headers: HarField[]
    postData?: { text?: string; _encoding?: 'base64'; params?: { name: string; value?: string }[] }
  }
  response: {
    status: number
    statusText?: string
    headers: HarField[]
    content: { text?: string; encoding?: string; size?: number }
  }
  _tvilling?: { request?: unknown; response?: unknown }
}

/** @throws UsageError if the file is no HAR, or an entry is broken. */
export async function readRecording(file: string): Promise<RecordedExchange[]> {
  const text = await readInput(file)
  let har: { log?: { entries?: Entry[] } }
  try {
    har = JSON.parse(text)
  } catch (error) {
    throw new UsageError(`${file} is no HAR: ${(error as Error).message}`)
  }
  return readHar(har, file)
}

export function readHar(har: unknown, file: string): RecordedExchange[] {
  const entries = (har as { log?: { entries?: Entry[] } } | null)?.log?.entries
  if (!Array.isArray(entries)) throw new UsageError(`${file} is no HAR: it has no log with entries.`)
  return entries
    .map((entry, index) => {
      try {
        return read(entry, index + 1)
      } catch (error) {
        throw new UsageError(`Entry ${index + 1} of ${file} is broken: ${(error as Error).message}`)
      }
    })
    .sort((a, b) => a.at - b.at || a.number - b.number)
}

function read({ startedDateTime, request, response, _tvilling }: Entry, number: number): RecordedExchange {
  const started = parseInstant(startedDateTime)
  if (started === undefined) throw new Error('startedDateTime is no point in time')
  const headers = pairs(response.headers)
  const { text, encoding, size } = response.content
  const given = Buffer.from(text ?? '', encoding === 'base64' ? 'base64' : 'utf8')
  return {
    number,
    at: timeOf(started, headerOf(headers, 'date')),
    message: {
      request: {
        method: request.method.toUpperCase(),
        url: new URL(request.url),
        headers: pairs(request.headers),
        body: { bytes: bodyOf(request.postData) },
      },
      response: { status: response.status, text: response.statusText ?? '', headers, body: { bytes: given } },
    },
    leftOut: {
      request: _tvilling?.request !== undefined,
      response: _tvilling?.response !== undefined || (text === undefined && (size ?? 0) > 0),
    },
  }
}

const pairs = (fields: readonly HarField[]) =>
  fields.map(({ name, value }) => [name, value] as [string, string])

function bodyOf(data: Entry['request']['postData']): Buffer {
  if (data?.text !== undefined) return Buffer.from(data.text, data._encoding ?? 'utf8')
  const form = (data?.params ?? []).map(({ name, value = '' }): [string, string] => [name, value])
  return Buffer.from(new URLSearchParams(form).toString())
}

/** A service with another time, such as a twin whose clock was moved, shows it in the header `Date`. */
function timeOf(started: number, date: string | undefined): number {
  const serverTime = date === undefined ? Number.NaN : Date.parse(date)
  return Math.abs(serverTime - started) > TOLERANCE ? serverTime : started
}

/** Milliseconds; smaller differences come from slow answers and inexact clocks. */
const TOLERANCE = 60_000
