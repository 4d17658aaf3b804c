import { readFileSync } from 'node:fs'
import { expect } from 'vitest'
import { eachDoor } from '../../doors.ts'

const contract = readFileSync(
  new URL('../../../contracts/indkaldelse/openapi.gen.json', import.meta.url),
  'utf8',
)

eachDoor('[IN-18] every fejlkode of the contract has a documented subject or call', async (door) => {
  const codes = [...new Set(contract.match(/(?<=schemas\/Fejl)\d{4,5}(?=")/g))]
  expect(codes.length).toBe(11)
  const subjects = (await door.control.subjects.list()).filter(({ simulator }) => simulator === 'indkaldelse')
  const triggers = subjects.map((subject) => subject.triggers).join('\n')
  for (const code of codes) expect(triggers).toContain(code)
})
