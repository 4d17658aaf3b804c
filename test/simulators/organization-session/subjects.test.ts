import { organizationSubjects } from 'tvilling/fixtures'
import { expect } from 'vitest'
import { eachDoor } from '../../doors.ts'
import { clientOf, EXPANDS } from './client.ts'

const paths = { NO: 'no', SE: 'se', FI: 'fi' } as const

eachDoor('[OS-19] every documented organization and identifier does what is said of it', async (door) => {
  const client = clientOf(door)
  const listed = (await door.control.subjects.list()).filter(
    ({ simulator }) => simulator === 'organization-session',
  )
  const seen: Record<string, string> = {}
  for (const { subject, number, triggers } of listed) {
    const { market } = organizationSubjects.find(({ name }) => name === subject) ?? { market: 'NO' }
    const country = paths[market]
    const created = await client.create({ identifier: number, expands: EXPANDS }, country)
    if (created.status !== 201) seen[subject] = String(created.status)
    else {
      await door.control.clock.advance('PT10S')
      seen[subject] = (await client.status(created.body.sessionId, country)).body.status
    }
    const expected = /: 400/.test(triggers) ? '400' : /session fails/.test(triggers) ? 'FAILED' : 'DONE'
    expect(seen[subject], `${subject}: ${triggers}`).toBe(expected)
  }
  expect(Object.keys(seen).length).toBe(35)
})
