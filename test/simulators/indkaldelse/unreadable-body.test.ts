import { expect } from 'vitest'
import { eachDoor } from '../../doors.ts'
import { callerAs, DELTAGER, deltager, MEETING, NOTHING } from './client.ts'

const unreadable = {
  'is not JSON': { raw: '{"moedeStarttidspunkt":' },
  'is not UTF-8': { raw: new Uint8Array([0x22, 0xff, 0x22]) },
  'is empty': { raw: '' },
  'is of another media type': { raw: JSON.stringify(MEETING), contentType: 'text/plain' },
  'is no object': { raw: '[]' },
}

for (const [what, options] of Object.entries(unreadable)) {
  eachDoor(`[IN-20] a body that ${what} is 1014`, async (door) => {
    const caller = await callerAs(door)
    for (const answer of [
      await caller.createIndkaldelse(undefined, options),
      await caller.createMyndighedsdeltager(DELTAGER, undefined, options),
      await caller.updateMyndighedsdeltager(DELTAGER, undefined, options),
    ]) {
      expect(answer).toMatchObject({ status: 400, fejlkoder: [1014] })
      expect(answer.errors[0]?.beskrivelse).toMatch(/^body /)
    }
  })
}

eachDoor(
  '[IN-20] a body that is too large is 1014',
  async (door) => {
    const caller = await callerAs(door)
    const body = deltager(NOTHING, { ukendt: 'x'.repeat(4_000) })
    const answer = await caller.createMyndighedsdeltager(DELTAGER, body)
    expect(answer).toMatchObject({ status: 400, fejlkoder: [1014] })
    expect(answer.errors[0]?.beskrivelse).toBe('body må højst være 2000 bytes')
  },
  { bodyLimit: 2_000 },
)

eachDoor('[IN-20] the charset of the media type does not matter', async (door) => {
  const caller = await callerAs(door)
  const answer = await caller.createIndkaldelse(MEETING, { contentType: 'application/json; charset=utf-8' })
  expect(answer.status).toBe(200)
})
