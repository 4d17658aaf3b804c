import { expect } from 'vitest'
import { numberOf } from '../../../fixtures/index.ts'
import { type Door, eachDoor } from '../../doors.ts'
import { logIn } from './client.ts'

const simulator = 'consumer-intelligence'
const AHEAD = { settings: { [simulator]: { changedPointers: true } } }

/** The PERSON_CHANGED that a new name sends. */
async function rename(door: Door) {
  const { gedi } = await door.control.scenarios.load('person-subscribed', { subject: 'legal-id' })
  const client = await logIn(door)
  const { nextPageToken } = await client.audit()
  await door.control.people.change(numberOf('legal-id'), { familyName: 'Berg' })
  const { data } = await client.audit(`pageToken=${nextPageToken}`)
  return { gedi: String(gedi), data }
}

eachDoor('[CI-37] a change comes without pointers and without an id of the change', async (door) => {
  const { gedi, data } = await rename(door)
  expect(data).toMatchObject([{ type: 'PERSON_CHANGED', gedi, jsonPointers: [], changedId: '' }])
  const fired = await door.control.events.fire({ simulator, event: 'PERSON_CHANGED', gedi })
  expect(fired).toMatchObject({ jsonPointers: [], changedId: '' })
  const filled = { simulator, event: 'PERSON_CHANGED', gedi, jsonPointers: ['/familyName'] }
  await expect(door.control.events.fire(filled)).rejects.toThrow('changedPointers')
})

eachDoor(
  '[CI-37] the setting changedPointers fills them, as a look ahead',
  async (door) => {
    const { gedi, data } = await rename(door)
    const jsonPointers = ['/familyName', '/shortenedFullName']
    expect(data).toMatchObject([
      { type: 'PERSON_CHANGED', jsonPointers, changedId: expect.stringMatching(/./) },
    ])
    const filled = { simulator, event: 'PERSON_CHANGED', gedi, jsonPointers: ['/familyName'] }
    const fired = await door.control.events.fire(filled)
    expect(fired).toMatchObject({ jsonPointers: ['/familyName'], changedId: expect.stringMatching(/./) })
  },
  AHEAD,
)

eachDoor(
  '[CI-37] its pointers have the names that settings give to what is assumed',
  async (door) => {
    await door.control.scenarios.load('person-subscribed', { subject: 'legal-id' })
    const client = await logIn(door)
    const { nextPageToken } = await client.audit()
    await door.control.people.change(numberOf('legal-id'), { protectedIdentity: true })
    const { data } = await client.audit(`pageToken=${nextPageToken}`)
    const jsonPointers = expect.arrayContaining(['/status/hidden', '/addresses/0'])
    expect(data).toMatchObject([{ type: 'PERSON_CHANGED', jsonPointers }])
  },
  {
    settings: {
      [simulator]: { changedPointers: true, names: { 'PersonStatus.protectedIdentity': 'hidden' } },
    },
  },
)
