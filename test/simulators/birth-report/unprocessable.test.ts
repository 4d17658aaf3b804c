import { expect } from 'vitest'
import { eachDoor } from '../../doors.ts'
import { type Answer, report, send, sendRaw, UUID } from './client.ts'

function expectUnprocessable(answer: Answer, detail: string): void {
  expect(answer.status).toBe(422)
  expect(answer.body).toEqual({
    title: 'Unprocessable Entity',
    detail,
    status: 422,
    errorId: expect.stringMatching(UUID),
  })
}

const json = { 'content-type': 'application/json' }

eachDoor('[BR-05] [BR-16] a body that cannot be read as JSON is 422', async (door) => {
  const detail = 'The body could not be read as JSON.'
  expectUnprocessable(await sendRaw(door, '{"reportId":', json), detail)
  expectUnprocessable(await sendRaw(door, '', json), detail)
  expectUnprocessable(await sendRaw(door, new Uint8Array([0x22, 0xff, 0x22]), json), detail)
})

eachDoor('[BR-05] [BR-16] a body of another media type is 422', async (door) => {
  const text = JSON.stringify(report(1))
  for (const type of ['text/plain', 'application/xml', 'application/json-seq']) {
    const detail = `The body must be application/json, not ${type}.`
    expectUnprocessable(await sendRaw(door, text, { 'content-type': type }), detail)
  }
  const utf8 = { 'content-type': 'application/json; charset=utf-8' }
  expect((await sendRaw(door, text, utf8)).status).toBe(201)
})

eachDoor(
  '[BR-05] a body that is too large is 422',
  async (door) => {
    const large = { ...report(1), more: 'x'.repeat(2_000) }
    expectUnprocessable(await send(door, large), 'The body is larger than 2000 bytes.')
    expect((await send(door, report(1))).status).toBe(201)
  },
  { bodyLimit: 2_000 },
)
