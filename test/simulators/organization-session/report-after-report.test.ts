import { organizationNumberOf, organizations } from 'tvilling/fixtures'
import { expect } from 'vitest'
import { eachDoor } from '../../doors.ts'
import { clientOf } from './client.ts'
import { textOf } from './pdf-tools.ts'

const identifier = organizationNumberOf('norwegian-sanctioned')
const chairman =
  organizations.records().find(({ number }) => number === identifier)?.roles.chairman?.[0] ?? ''

eachDoor('[OS-26] a report can be searched, whatever letters the reports before it had', async (door) => {
  const client = clientOf(door)
  const reportOf = async (familyName: string) => {
    await door.control.people.change(chairman, { familyName })
    const id = await client.session({ identifier, expands: ['roles'], reports: ['aml'] })
    await door.control.clock.advance('PT1M')
    return textOf((await client.report(id, 'aml')).bytes)
  }
  expect(await reportOf('ÅØŚÜĶČÉÑ')).toContain('ÅØŚÜĶČÉÑ')
  const text = await reportOf('AOSUKCEN')
  expect(text).toContain('AOSUKCEN')
  expect(text).toContain('Organization number')
})
