import { once } from 'node:events'
import { type IncomingMessage, request } from 'node:http'
import { text } from 'node:stream/consumers'
import { simulators } from 'tvilling/mocks'
import { startServer } from 'tvilling/server'
import { expect, test } from 'vitest'
import { type Door, eachDoor } from '../../doors.ts'
import { CITIZEN, callerAs, MEETING, tokenOf } from './client.ts'

const TWICE = 'header x-requestId er angivet mere end én gang'

async function callTwice(door: Door, ...ids: string[]): Promise<Response> {
  const headers = new Headers({
    authorization: `Bearer ${await tokenOf(door, 'tvilling')}`,
    'content-type': 'application/json',
    'x-civilregistrationIdentifier': CITIZEN,
  })
  for (const id of ids) headers.append('x-requestId', id)
  const body = JSON.stringify(MEETING)
  return door.fetch('https://indkaldelse.test/v2/Indkaldelse', { method: 'POST', headers, body })
}

eachDoor('[IN-29] a request id that comes twice in a request is 1014, and is not kept', async (door) => {
  for (const ids of [
    ['a', 'b'],
    ['a', 'a'],
    ['a'.repeat(40), 'b'.repeat(40)],
  ]) {
    const answer = await callTwice(door, ...ids)
    expect(answer.status).toBe(400)
    expect(await answer.json()).toMatchObject({ errors: [{ fejlkode: 1014, beskrivelse: TWICE }] })
  }
  expect((await door.control.state.page('indkaldelse', 'requestIds')).items).toEqual([])
  const caller = await callerAs(door)
  expect((await caller.createIndkaldelse(MEETING, { requestId: 'a' })).status).toBe(200)
})

eachDoor('[IN-29] a comma inside of one request id is no second one', async (door) => {
  const caller = await callerAs(door)
  expect((await caller.createIndkaldelse(MEETING, { requestId: 'a,b' })).status).toBe(200)
})

test('[IN-29] two lines of the header are two request ids', async () => {
  const server = await startServer({ port: 0, harness: { simulators } })
  try {
    const answer = await sendTwoLines(server.url)
    expect(answer.statusCode).toBe(400)
    expect(await text(answer)).toContain(TWICE)
  } finally {
    await server.close()
  }
})

/** With `node:http`, since `fetch` joins the values to one line. */
async function sendTwoLines(url: string): Promise<IncomingMessage> {
  const atServer: Door['fetch'] = (input, init) => fetch(`${url}${new URL(String(input)).pathname}`, init)
  const token = await tokenOf({ fetch: atServer } as Door, 'tvilling')
  const headers = {
    authorization: `Bearer ${token}`,
    'content-type': 'application/json',
    'x-civilregistrationIdentifier': CITIZEN,
    'x-requestId': ['first', 'second'],
  }
  const sent = request(`${url}/v2/Indkaldelse`, { method: 'POST', headers }).end(JSON.stringify(MEETING))
  const [answer] = await once(sent, 'response')
  return answer
}
