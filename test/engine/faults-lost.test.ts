import type { OperationFault } from 'tvilling'
import { expect } from 'vitest'
import { type Door, journey } from '../doors.ts'
import { library, logIn } from './sample.ts'

const book = { id: 'b1', title: 'Sult', pages: 200 }
const simulators = [library()]

/** How a call failed, as a client sees it. */
async function failureOf(call: Promise<Response>): Promise<{ name: string; code: string | undefined }> {
  const error = await call.then(
    ({ status }) => new Error(`It was answered with ${status}.`),
    (reason: Error) => reason,
  )
  return { name: error.name, code: (error.cause as { code?: string } | undefined)?.code }
}

async function createWith(door: Door, fault: 'reset' | 'response-lost') {
  const { call } = await logIn(door)
  const declared: OperationFault = { simulator: 'library', operation: 'createBook', fault, times: 1 }
  await door.control.faults.add(declared)
  expect(await failureOf(call('POST', '/books', book))).toEqual({ name: 'TypeError', code: 'ECONNRESET' })
  return { call, exchange: (await door.control.journal.find({ operation: 'createBook' }))[0] }
}

journey(
  'a response that is lost: the client sees a broken connection, the write is done',
  async (door) => {
    const { call, exchange } = await createWith(door, 'response-lost')
    expect((await call('GET', '/books/b1')).status).toBe(200)
    expect((await call('POST', '/books', book)).status).toBe(409)
    expect(exchange).toMatchObject({
      response: { status: 201, body: JSON.stringify(book) },
      fault: { id: 'f1', fault: 'response-lost' },
      reason: 'The fault f1 (response-lost) was declared.',
    })
    expect(await door.control.faults.list()).toEqual([])
  },
  { simulators },
)

journey(
  'a connection that is reset: nothing is done',
  async (door) => {
    const { call, exchange } = await createWith(door, 'reset')
    expect((await call('GET', '/books/b1')).status).toBe(404)
    expect((await call('POST', '/books', book)).status).toBe(201)
    expect(exchange).toMatchObject({ response: { status: 0, body: '' }, fault: { fault: 'reset' } })
  },
  { simulators },
)
