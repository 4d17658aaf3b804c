import { expect } from 'vitest'
import { eachDoor } from '../../doors.ts'
import { logIn, MOVE, PERSON, withWebhook } from './client.ts'

eachDoor("[PM-12] [PM-13] a person's move is asked about without its content, then sent", async (door) => {
  await door.control.scenarios.load('bundle-approved', { id: 'b1' })
  await withWebhook(door, async ({ received }) => {
    await door.control.clock.advance('PT1H0.4S')
    const person = await door.control.people.change(PERSON, MOVE)
    await door.control.deliveries.settled()
    const [question, message] = received.map(({ body }) => body)
    const common = {
      changeType: 'address',
      countryCodes: ['SE'],
      keyMap: {
        personalNumber: PERSON,
        birthDate: '1980-01-02',
        firstName: (person['firstNames'] as string[]).join(' '),
        lastName: person['familyName'],
      },
      messageId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      timestamp: Date.parse('2026-01-01T01:00:00Z') / 1_000,
      type: 'populationRegisterSe',
      version: '1.0',
    }
    expect(question).toEqual({ ...common, requestType: 'continue' })
    const address = { ...MOVE.address, country: 'SE', municipality: '2480', validFrom: '2026-01-01' }
    expect(message).toEqual({
      ...common,
      requestType: 'payload',
      newAttributes: { address },
      previousAttributes: { address: expect.objectContaining({ country: 'SE' }) },
      object: expect.objectContaining({ personalNumber: PERSON, address }),
    })
    expect(message?.['messageId']).toBe(question?.['messageId'])
    expect(Object.keys(message ?? {}).toSorted()).toEqual(
      [
        'changeType',
        'countryCodes',
        'keyMap',
        'messageId',
        'newAttributes',
        'object',
        'previousAttributes',
        'requestType',
        'timestamp',
        'type',
        'version',
      ].toSorted(),
    )
  })
})

eachDoor('[PM-16] a body is one line of JSON, whatever is in it', async (door) => {
  await door.control.scenarios.load('bundle-approved', { id: 'b1' })
  await withWebhook(door, async ({ received }) => {
    await door.control.people.change(PERSON, { familyName: 'Två\nRader\r\nÅsen' })
    await door.control.deliveries.settled()
    expect(received).toHaveLength(2)
    for (const { raw, headers } of received) {
      expect(raw).not.toMatch(/[\r\n]/)
      expect(JSON.parse(raw).keyMap.lastName).toBe('Två\nRader\r\nÅsen')
      expect(headers['content-type']).toMatch(/^application\/json/)
    }
  })
})

eachDoor('[PM-22] an event can be fired on command', async (door) => {
  await door.control.scenarios.load('bundle-approved', { id: 'b1', numbers: [PERSON] })
  const fire = (more: object) =>
    door.control.events.fire({ simulator: 'person-monitoring', event: 'populationRegisterSe', ...more })
  await withWebhook(door, async ({ received, url }) => {
    const newAttributes = { familyName: 'Ny' }
    const fired = await fire({ number: PERSON, changeType: 'name', newAttributes })
    await door.control.deliveries.settled()
    expect(fired).toEqual({
      messages: [{ messageId: received[0]?.body['messageId'], client: 'tvilling', bundle: 'b1', url }],
    })
    expect(received.map(({ body }) => [body['changeType'], body['newAttributes']])).toEqual([
      ['name', undefined],
      ['name', newAttributes],
    ])
    await expect(fire({ number: '197707072380' })).rejects.toThrow('197707072380')
  })
})

eachDoor(
  '[PM-22] the name of the event type is a setting',
  async (door) => {
    await logIn(door)
    await door.control.scenarios.load('bundle-approved', { id: 'b1' })
    await withWebhook(door, async ({ received }) => {
      await door.control.people.change(PERSON, MOVE)
      await door.control.deliveries.settled()
      expect(received.map(({ body }) => body['type'])).toEqual(['personSe', 'personSe'])
    })
  },
  { settings: { 'person-monitoring': { eventType: 'personSe' } } },
)
