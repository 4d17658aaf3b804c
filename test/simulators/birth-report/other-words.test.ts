import { expect } from 'vitest'
import { eachDoor } from '../../doors.ts'
import { propertiesOf, report, send } from './client.ts'

const { child, ...rest } = report(1)

eachDoor(
  '[BR-15] [BR-25] names and words that are assumed are settings',
  async (door) => {
    const boy = { ...child, gender: 'M' }
    const answer = await send(door, { ...rest, barn: boy })
    expect(answer.body.personalIdentityNumber).toBe('202512242393')
    const again = await send(door, { ...rest, reportId: report(2).reportId, barn: boy })
    expect(again.body.message.messageConfirmationCode).toBe('0201')
    expect(propertiesOf(await send(door, { ...rest, barn: child }))).toEqual(['barn.gender'])
    expect(propertiesOf(await send(door, report(3)))).toEqual(['barn'])
  },
  {
    settings: {
      'birth-report': {
        names: { 'BirthReportRequest.child': 'barn' },
        words: { 'Child.gender': { MALE: 'M', FEMALE: 'K' }, MessageConfirmationCode: { '201': '0201' } },
      },
    },
  },
)

eachDoor('[BR-11] the names that the provider documents are not', async () => {
  const { createHarness } = await import('tvilling')
  const { birthReport } = await import('tvilling/mocks')
  for (const member of ['date', 'gender', 'municipality', 'aliveAtBirth', 'order']) {
    const settings = { 'birth-report': { names: { [`Child.${member}`]: 'other' } } }
    await expect(createHarness({ simulators: [birthReport], settings }), member).rejects.toThrow(
      'as the provider documents it',
    )
  }
})
