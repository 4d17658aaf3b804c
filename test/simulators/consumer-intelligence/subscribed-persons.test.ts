import { expect } from 'vitest'
import { numberOf, type SubjectName } from '../../../fixtures/index.ts'
import { type Door, eachDoor } from '../../doors.ts'
import { type Client, logIn } from './client.ts'

const number = (person: { legalId: { value: string } | null }) => person.legalId?.value
const rename = (door: Door, subject: SubjectName, familyName: string) =>
  door.control.people.change(numberOf(subject), { familyName })

async function subscribe(door: Door, ...subjects: SubjectName[]): Promise<Client> {
  for (const subject of subjects) {
    await door.control.scenarios.load('person-subscribed', { subject, consumerId: subject })
  }
  return logIn(door)
}

eachDoor('[CI-09] [CI-10] the walk never ends: its token brings what has changed since', async (door) => {
  const client = await subscribe(door, 'legal-id', 'same-person', 'wife')
  const first = await client.subscribed('pageSize=2')
  expect(first.data.map(number)).toEqual([numberOf('legal-id'), numberOf('same-person')])
  const second = await client.subscribed(`pageSize=2&pageToken=${first.nextPageToken}`)
  expect(second.data.map(number)).toEqual([numberOf('wife')])
  const nothing = await client.subscribed(`pageToken=${second.nextPageToken}`)
  expect(nothing).toEqual({ nextPageToken: second.nextPageToken, data: [] })
  // Two changes in the same instant as the subscriptions are seen as well.
  await rename(door, 'same-person', 'Ny')
  await rename(door, 'legal-id', 'Nyare')
  const changed = await client.subscribed(`pageToken=${nothing.nextPageToken}`)
  expect(changed.data.map(({ familyName }) => familyName)).toEqual(['Ny', 'Nyare'])
  expect((await client.subscribed(`pageToken=${changed.nextPageToken}`)).data).toEqual([])
})

eachDoor('[CI-09] without any subscribed person there is a token too', async (door) => {
  const client = await logIn(door)
  const { nextPageToken, data } = await client.subscribed()
  expect([nextPageToken, data]).toEqual([expect.any(String), []])
  await subscribe(door, 'legal-id')
  expect((await client.subscribed(`pageToken=${nextPageToken}`)).data).toHaveLength(1)
})

eachDoor('[CI-10] persons come in order of their changed timestamp', async (door) => {
  await subscribe(door, 'legal-id', 'same-person', 'wife')
  await door.control.clock.advance('PT10S')
  await rename(door, 'legal-id', 'Nyare')
  await door.control.clock.advance('PT10S')
  await rename(door, 'same-person', 'Nyast')
  const { data } = await (await logIn(door)).subscribed()
  expect(data.map(number)).toEqual([numberOf('wife'), numberOf('legal-id'), numberOf('same-person')])
  const changed = data.map(({ metadata }) => metadata.changed)
  expect(changed).toEqual([
    '2026-01-01T00:00:00.000Z',
    '2026-01-01T00:00:10.000Z',
    '2026-01-01T00:00:20.000Z',
  ])
})

eachDoor(
  '[CI-10] [CI-31] a person that changes during the walk comes once more, none is skipped',
  async (door) => {
    const client = await subscribe(door, 'legal-id', 'same-person', 'wife')
    const first = await client.subscribed('pageSize=1')
    await rename(door, 'same-person', 'Ny')
    await client.call('DELETE', '/consumers', { consumerIds: ['legal-id'] })
    const rest = await client.subscribed(`pageToken=${first.nextPageToken}`)
    expect(rest.data.map(number)).toEqual([numberOf('wife'), numberOf('same-person')])
  },
)

eachDoor('[CI-10] fromDate starts the walk at a UTC date', async (door) => {
  await subscribe(door, 'legal-id', 'same-person')
  await door.control.clock.advance({ to: '2026-01-02T00:00:00Z' })
  await rename(door, 'legal-id', 'Nyare')
  const client = await logIn(door)
  const from = async (date: string) => (await client.subscribed(`fromDate=${date}`)).data.map(number)
  expect(await from('2026-01-01')).toEqual([numberOf('same-person'), numberOf('legal-id')])
  expect(await from('2026-01-02')).toEqual([numberOf('legal-id')])
  expect(await from('2026-01-03')).toEqual([])
  expect((await client.call('GET', '/subscriptions/persons?fromDate=yesterday')).status).toBe(400)
})
