import { createHarness } from 'tvilling'
import { simulators } from 'tvilling/mocks'
import { expect, test } from 'vitest'
import { eachDoor } from '../../doors.ts'
import { BUNDLES, CSV, logIn, MOVE, PERSON, withWebhook } from './client.ts'
import { isGenuine } from './signature.ts'

eachDoor(
  '[PM-17] the names of a bundle are settings, and the words of its status are not',
  async (door) => {
    const client = await logIn(door)
    const { body } = await client.update(CSV)
    expect(body).toEqual({
      bundleId: 'b1',
      name: 'Monitored persons',
      status: 'PENDING',
      count: 2,
      lastModified: '2026-01-01T00:00:00.000Z',
    })
    expect(Object.keys((await client.call('GET', BUNDLES)).body)).toEqual(['lists'])
  },
  {
    settings: {
      'person-monitoring': {
        names: { 'Bundle.id': 'bundleId', 'Bundle.entityCount': 'count', 'BundleList.bundles': 'lists' },
      },
    },
  },
)

test('[PM-04] what the provider names cannot be changed', async () => {
  const words = { BundleStatus: { PENDING: 'pending' } }
  const settings = { 'person-monitoring': { words } }
  await expect(createHarness({ simulators, settings })).rejects.toThrow('BundleStatus')
})

eachDoor(
  '[PM-21] the names of errors are assumed, but for BadRequest and InternalServerError',
  async (door) => {
    const client = await logIn(door)
    const unknown = await client.update(CSV, {}, 'b9')
    expect(unknown.body.error).toBe('NOT_FOUND')
    expect(unknown.headers.get('x-tvilling-evidence')).toBe('assumed (PM-21)')
    expect((await client.update('')).body.error).toBe('BadRequest')
    const simulator = 'person-monitoring'
    await door.control.faults.add({ simulator, operation: 'listBundles', fault: 'status', status: 500 })
    const failed = await client.call('GET', BUNDLES)
    expect(failed.body.error).toBe('InternalServerError')
    expect(failed.headers.get('x-tvilling-evidence')).toBe('public')
  },
  { settings: { 'person-monitoring': { words: { ErrorName: { NotFound: 'NOT_FOUND' } } } } },
)

eachDoor(
  '[PM-22] the keys of the signature, the change types and the names of attributes are settings',
  async (door) => {
    await door.control.scenarios.load('bundle-approved', { id: 'b1' })
    await withWebhook(door, async ({ received, secret }) => {
      await door.control.people.change(PERSON, MOVE)
      await door.control.deliveries.settled()
      const [question, told] = received
      expect(question?.headers['roaring-signature']).toMatch(/^time=1767225600,sig=[0-9a-f]{64}$/)
      const header = String(told?.headers['roaring-signature']).replace('time=', 't=').replace('sig=', 'v1=')
      expect(isGenuine(header, String(told?.raw), secret, 1_767_225_600)).toBe(true)
      expect(told?.body).toMatchObject({
        changeType: 'ADDRESS_CHANGED',
        newAttributes: { adress: MOVE.address },
        object: { efternamn: expect.any(String) },
      })
    })
  },
  {
    settings: {
      'person-monitoring': {
        signatureKeys: ['time', 'sig'],
        words: { ChangeType: { address: 'ADDRESS_CHANGED' } },
        names: { 'RegisteredPerson.address': 'adress', 'RegisteredPerson.familyName': 'efternamn' },
      },
    },
  },
)

eachDoor(
  '[PM-22] the words of gender and civil status and the members of an address are settings',
  async (door) => {
    await door.control.scenarios.load('bundle-approved', { id: 'b1' })
    await withWebhook(door, async ({ received }) => {
      await door.control.people.change(PERSON, MOVE)
      await door.control.deliveries.settled()
      const { streetName, ...rest } = MOVE.address
      expect(received[1]?.body).toMatchObject({
        object: { gender: 'K', civilStatus: 'OGIFT', address: { gata: streetName, ...rest } },
      })
    })
  },
  {
    settings: {
      'person-monitoring': {
        names: { 'RegisteredPerson.address.streetName': 'gata' },
        words: {
          'RegisteredPerson.gender': { FEMALE: 'K' },
          'RegisteredPerson.civilStatus': { UNMARRIED: 'OGIFT' },
        },
      },
    },
  },
)

eachDoor('[PM-22] a webhook to which nobody can send is refused', async (door) => {
  const load = (url: string) => door.control.scenarios.load('monitoring-webhook-registered', { url })
  await expect(load('ftp://127.0.0.1/hook')).rejects.toThrow('http')
  await expect(load('http://127.0.0.1:70000/hook')).rejects.toThrow('port')
  await expect(load('http://a:b@127.0.0.1/hook')).rejects.toThrow('user information')
})
