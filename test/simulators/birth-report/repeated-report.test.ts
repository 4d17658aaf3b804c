import { numberOf } from 'tvilling/fixtures'
import { expect } from 'vitest'
import { type Door, eachDoor } from '../../doors.ts'
import { parent, type Report, report, reportId, send, sendRaw, UUID } from './client.ts'

async function births({ control }: Door): Promise<number> {
  return (await control.state.page('birth-report', 'births')).items.length
}

eachDoor('[BR-19] the same report again is answered as before and registers nothing', async (door) => {
  const first = await send(door, report(1))
  await door.control.clock.advance('PT5M')
  const again = await send(door, report(1))
  expect(again).toMatchObject({ status: 201, body: first.body })
  expect(again.reason).toContain(`${reportId(1)} came first at 2026-01-01T00:00:00.000Z`)
  expect(await births(door)).toBe(1)
  const next = await send(door, report(2, { child: { order: 2 } }))
  expect(next.body.personalIdentityNumber).toBe('202512249802')
})

eachDoor('[BR-19] the same content is the same JSON, in any order and spacing', async (door) => {
  const { reportId: id, reportedBy, mother, child } = report(1)
  const first = await send(door, report(1))
  const turned = JSON.stringify({ child, mother, reportedBy, reportId: id }, null, 2)
  const json = { 'content-type': 'application/json', 'x-trace-id': 'another' }
  expect(await sendRaw(door, turned, json)).toMatchObject({ status: 201, body: first.body })
})

eachDoor('[BR-19] an id is the same in any case, and is answered as it was sent', async (door) => {
  const first = await send(door, report(1))
  const upper = reportId(1).toUpperCase()
  const again = await send(door, { ...report(1), reportId: upper })
  expect(again).toMatchObject({ status: 201, body: { ...first.body, reportId: upper } })
  expect(await births(door)).toBe(1)
})

eachDoor('[BR-19] the same id with other content is 422 and changes nothing', async (door) => {
  const first = await send(door, report(1))
  const others: Report[] = [
    report(1, { child: { order: 2 } }),
    report(1, { mother: parent(numberOf('wife')) }),
    report(1, { father: parent(numberOf('father')) }),
    report(1, { reportedBy: { reporter: 'Gamma BB' } }),
  ]
  for (const other of others) {
    const answer = await send(door, other)
    expect(answer.status).toBe(422)
    expect(answer.body).toEqual({
      title: 'Unprocessable Entity',
      detail: 'Another report has this reportId.',
      status: 422,
      errorId: expect.stringMatching(UUID),
    })
    expect(answer.reason).toMatch(/^BR-19: .* with other content\.$/)
  }
  expect(await births(door)).toBe(1)
  expect(await send(door, report(1))).toMatchObject({ status: 201, body: first.body })
})

eachDoor('[BR-19] a 202 is answered again too, though its reason is gone', async (door) => {
  const mother = numberOf('protected-mother')
  const sent = report(1, { mother: parent(mother) })
  const first = await send(door, sent)
  await door.control.people.change(mother, { protectedIdentity: false })
  const again = await send(door, sent)
  expect(again).toMatchObject({ status: 202, body: first.body })
  expect(again.reason).toContain('was answered with 202')
  expect((await send(door, { ...sent, reportId: reportId(2) })).status).toBe(201)
})

eachDoor('[BR-19] a report that was refused leaves its id free', async (door) => {
  expect((await send(door, report(1, { child: { order: 0 } }))).status).toBe(400)
  await door.control.scenarios.load('birth-report-forbidden')
  expect((await send(door, report(1))).status).toBe(403)
  await door.control.scenarios.load('birth-report-allowed')
  expect((await send(door, report(1))).status).toBe(201)
  expect((await send(door, report(1, { child: { order: 0 } }))).status).toBe(400)
})

eachDoor('[BR-19] of the same report, sent ten times at once, one is registered', async (door) => {
  const answers = await Promise.all(Array.from({ length: 10 }, () => send(door, report(1))))
  expect(new Set(answers.map(({ body }) => body.personalIdentityNumber)).size).toBe(1)
  expect(answers.every(({ status }) => status === 201)).toBe(true)
  expect(await births(door)).toBe(1)
})
