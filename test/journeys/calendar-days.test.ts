import { numberOf, organizationNumberOf, organizations } from 'tvilling/fixtures'
import { expect } from 'vitest'
import { eachDoor } from '../doors.ts'
import { logIn } from '../simulators/consumer-intelligence/client.ts'
import { resultOf } from '../simulators/organization-session/client.ts'
import { logIn as logInToMonitoring } from '../simulators/person-monitoring/client.ts'

const AFTER_MIDNIGHT_IN_STOCKHOLM = { now: '2026-01-01T23:30:00Z' }

eachDoor(
  '[BR-24] an age is counted by the day in the country of the person',
  async (door) => {
    const client = await logIn(door)
    const legalId = numberOf('legal-id')
    const { body } = await client.call('POST', '/markets/SE/persons/_find', { legalId })
    expect(body).toMatchObject({ birthDate: '1980-01-02', estimatedAge: 46 })
  },
  AFTER_MIDNIGHT_IN_STOCKHOLM,
)

eachDoor(
  '[OS-27] an officer is dead from the day in the country on',
  async (door) => {
    const identifier = organizationNumberOf('swedish-full')
    const [chairman = ''] = organizations.base().byKey.get(identifier)?.roles.chairman ?? []
    await door.control.people.change(chairman, { deceasedOn: '2026-01-02' })
    const result = await resultOf(door, { identifier, expands: ['roles'] }, 'se')
    expect(result.roles.chairman).toBeNull()
  },
  AFTER_MIDNIGHT_IN_STOCKHOLM,
)

eachDoor(
  '[PM-24] the century of ten digits follows from the year in Sweden',
  async (door) => {
    const client = await logInToMonitoring(door)
    expect((await client.update('260101-2384\n')).status).toBe(200)
    await door.control.clock.advance('PT10M')
    const { items } = await door.control.state.page('person-monitoring', 'monitoredDays')
    expect(items.flatMap(({ value }) => value['numbers'])).toEqual(['202601012384'])
  },
  { now: '2025-12-31T23:30:00Z' },
)
