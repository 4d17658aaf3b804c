import { readFileSync } from 'node:fs'
import { numberOf } from 'tvilling/fixtures'
import { expect } from 'vitest'
import { eachDoor } from '../../doors.ts'
import { parent, report, send } from './client.ts'

const contract = JSON.parse(
  readFileSync(new URL('../../../contracts/birth-report/openapi.gen.json', import.meta.url), 'utf8'),
)

eachDoor('[BR-17] every status and code has a documented subject', async (door) => {
  const { responses } = contract.paths['/v1/birthreport'].post
  const codes: string[] = contract.components.schemas.MessageConfirmationCode.enum
  const subjects = (await door.control.subjects.list()).filter(
    ({ simulator }) => simulator === 'birth-report',
  )
  const triggers = subjects.map((subject) => subject.triggers).join('\n')
  for (const status of Object.keys(responses)) expect(triggers).toMatch(new RegExp(`\\b${status}\\b`))
  for (const code of codes) expect(triggers).toContain(`code ${code}`)
})

eachDoor('[BR-17] what a subject triggers as the mother, it does', async (door) => {
  const statuses = {
    mother: 201,
    nobody: 201,
    'mother-of-two': 201,
    'protected-mother': 202,
    'wrong-check-digit': 400,
  } as const
  for (const [index, [name, status]] of Object.entries(statuses).entries()) {
    const mother = parent(numberOf(name as keyof typeof statuses))
    expect((await send(door, report(index, { mother }))).status, name).toBe(status)
  }
})
