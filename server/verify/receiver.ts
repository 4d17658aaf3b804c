/** A receiver of webhook messages, to which the target sends during a check. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { faultText } from '../../src/contract/message-fault.ts'
import type { Validator } from '../../src/contract/validator.ts'
import { Unreached } from '../../src/simulator/check.ts'
import type { ReceivedMessage, Receiver, WebhookPlan } from '../../src/simulator/verification.ts'
import type { Verdicts } from '../verdicts/verdicts.ts'
import type { ReportBuilder } from './report.ts'
import type { ServedNames } from './served-names.ts'

export interface ReceiverOptions {
  /** Whether the target reaches this machine by its loopback address. */
  reachable?: boolean
  /** Where else the target reaches the receiver, such as the address of a tunnel. */
  url?: string | undefined
  /** Port to listen on; a free one by default. */
  port?: number | undefined
}

export interface Receivers {
  /** @throws Unreached if the target cannot reach it. */
  open(): Promise<OpenReceiver>
  /** All messages of the run. */
  all(): readonly ReceivedMessage[]
  close(): Promise<void>
}

export interface OpenReceiver extends Receiver {
  close(): Promise<void>
}

interface Mailbox {
  messages: ReceivedMessage[]
  statuses: number[]
}

/** Messages longer than this are not read. */
const LONGEST = 1024 * 1024

/** The server starts with the first receiver. Each receiver has a path of its own. */
export function createReceivers(
  { reachable = true, url, port = 0 }: ReceiverOptions,
  names: Pick<ServedNames, 'message'>,
): Receivers {
  const mailboxes = new Map<string, Mailbox>()
  const received: ReceivedMessage[] = []
  let started: Promise<{ server: Server; origin: string }> | undefined
  let opened = 0

  async function take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const text = await textOf(request)
    const mailbox = [...mailboxes].find(([path]) => request.url?.endsWith(path))?.[1]
    // What comes after its check is no business of anybody.
    const status = mailbox ? (mailbox.statuses.shift() ?? 200) : 410
    if (mailbox) {
      const served = objectIn(text)
      const body = served && names.message(served)
      const message = { headers: singleHeaders(request), text, body, status }
      mailbox.messages.push(message)
      received.push(message)
    }
    response.writeHead(status).end()
  }

  async function start(): Promise<{ server: Server; origin: string }> {
    const server = createServer((request, response) => {
      take(request, response).catch(() => response.destroy())
    })
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject)
      server.listen(port, url === undefined ? '127.0.0.1' : undefined, resolve)
    })
    const origin = url ?? `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    return { server, origin: origin.replace(/\/+$/, '') }
  }

  return {
    async open() {
      if (url === undefined && !reachable) {
        throw new Unreached('the target must reach a receiver of webhooks: give --receiver')
      }
      started ??= start()
      const { origin } = await started
      opened += 1
      const path = `/receiver-${opened}`
      const mailbox: Mailbox = { messages: [], statuses: [] }
      mailboxes.set(path, mailbox)
      return {
        url: `${origin}${path}`,
        messages: () => [...mailbox.messages],
        answer: (...statuses) => void mailbox.statuses.push(...statuses),
        close: async () => void mailboxes.delete(path),
      }
    },

    all: () => received,

    async close() {
      if (!started) return
      const { server } = await started
      server.closeAllConnections()
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}

/** Validates all messages against the contract. */
export function validateMessages(
  messages: readonly ReceivedMessage[],
  { eventOf }: WebhookPlan,
  validator: Validator,
  verdicts: Verdicts,
  report: ReportBuilder,
): void {
  for (const { body, text } of messages) {
    const event = body && eventOf(body)
    if (event === undefined) {
      const said = body ? 'a message is none of the events of the contract' : 'a message is no JSON object'
      report.received('any', [{ text: said, verdict: verdicts.onFacts([]) }], text)
      continue
    }
    const findings = validator
      .eventFaults(event, objectIn(text))
      .map((fault) => ({ text: faultText(fault), verdict: verdicts.onEvent(fault) }))
    report.received(event, findings, text)
  }
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.byteLength
    if (size <= LONGEST) chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

function singleHeaders({ headers }: IncomingMessage): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value].flat().join(', ')]))
}

function objectIn(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined
  } catch {
    return undefined
  }
}
