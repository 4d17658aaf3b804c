import { organizationNumberOf, organizations } from 'tvilling/fixtures'
import { expect } from 'vitest'
import { type Door, eachDoor } from '../../doors.ts'
import { clientOf } from './client.ts'
import { textOf } from './pdf-tools.ts'

const identifier = organizationNumberOf('norwegian-sanctioned')
const chairman =
  organizations.records().find(({ number }) => number === identifier)?.roles.chairman?.[0] ?? ''
const request = { identifier, expands: ['roles', 'ownership.beneficials'], reports: ['aml'] }

const rename = ({ control }: Door, familyName: string) => control.people.change(chairman, { familyName })

eachDoor('[OS-17] the JSON and its reports tell what was true when the JSON became ready', async (door) => {
  const client = clientOf(door)
  const id = await client.session(request)
  await rename(door, 'Førsund')
  await door.control.clock.advance('PT10S')
  await rename(door, 'Ettersund')
  await door.control.clock.advance('PT20S')
  const { body } = await client.result(id)
  expect(body.roles.chairman.name).toMatch(/ Førsund$/)
  const text = await textOf((await client.report(id, 'aml')).bytes)
  expect(text).toContain(body.roles.chairman.name)
  expect(text).not.toContain('Ettersund')
})

eachDoor('[OS-11] the address of somebody whose identity is protected is not shown', async (door) => {
  const client = clientOf(door)
  await door.control.people.change(chairman, { protectedIdentity: true })
  const id = await client.session(request)
  await door.control.clock.advance('PT1M')
  const [owner] = (await client.result(id)).body.ownership.beneficials
  expect(owner).toMatchObject({ ownerShare: 100, address: null })
})

eachDoor('[OS-26] a name that changed to Polish and Cyrillic letters is printed as it is', async (door) => {
  const client = clientOf(door)
  await rename(door, 'Śliwiński Жук')
  const id = await client.session(request)
  await door.control.clock.advance('PT1M')
  expect((await client.result(id)).body.roles.chairman.name).toMatch(/Śliwiński Жук$/)
  expect(await textOf((await client.report(id, 'aml')).bytes)).toContain('Śliwiński Жук')
})
