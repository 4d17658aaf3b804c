import { indkaldelse } from 'tvilling/mocks'
import { expect, test } from 'vitest'
import { withSettings } from '../../../src/simulator/apply-settings.ts'
import type { SimulatorSettings } from '../../../src/simulator/settings.ts'
import { eachDoor } from '../../doors.ts'
import { callerAs, deltager } from './client.ts'

eachDoor('[IN-19] that the start of a meeting is required is our assumption', async (door) => {
  const caller = await callerAs(door)
  const refused = await caller.createIndkaldelse({ aflysningsfrist: '2026-02-01' })
  expect(refused).toMatchObject({ status: 400, fejlkoder: [1014] })
  expect(refused.headers.get('x-tvilling-evidence')).toBe('assumed (IN-19, IN-20)')
  // That it is a date-time is not.
  const wrong = await caller.createIndkaldelse({ moedeStarttidspunkt: 'soon' })
  expect(wrong.headers.get('x-tvilling-evidence')).not.toContain('IN-19')
  // Nor is it what a participant must have.
  const { indkaldelseIdentifier: _, ...body } = deltager('none')
  const participant = await caller.createMyndighedsdeltager('8a1f6a52-7a0d-4f0e-8d6c-6f1b2c3d4e5f', body)
  expect(participant.headers.get('x-tvilling-evidence')).not.toContain('IN-19')
})

const START = 'CreateIndkaldelseRequestDto.moedeStarttidspunkt'
const optional = { required: { [START]: false } }

eachDoor(
  '[IN-19] by a setting it may be left out, or null',
  async (door) => {
    const caller = await callerAs(door)
    for (const body of [{}, { moedeStarttidspunkt: null }, { moedeStarttidspunkt: '2026-02-02T09:00:00Z' }]) {
      expect((await caller.createIndkaldelse(body)).status).toBe(200)
    }
    const served = (await door.control.contract('indkaldelse')) as { components: { schemas: object } }
    expect(served.components.schemas).toMatchObject({ CreateIndkaldelseRequestDto: { required: [] } })
  },
  { settings: { indkaldelse: optional } },
)

test('[IN-19] the setting follows another name of the member, and is refused for what the provider requires', () => {
  const schemaOf = (settings: SimulatorSettings) => {
    const { document } = withSettings(indkaldelse, settings).contract
    return (document['components'] as { schemas: object }).schemas
  }
  expect(schemaOf({ required: { [START]: true } })).toMatchObject({
    CreateIndkaldelseRequestDto: { required: ['moedeStarttidspunkt'] },
  })
  for (const [required, message] of [
    [
      { 'CreateMyndighedsdeltagerRequestDto.deltagerrolle': false },
      'The contract has no required member whose being required is assumed "CreateMynd',
    ],
    [{ [START]: 'no' }, `required["${START}"] must be true or false.`],
  ] as const) {
    expect(() => schemaOf({ required } as unknown as SimulatorSettings)).toThrow(message)
  }
})
