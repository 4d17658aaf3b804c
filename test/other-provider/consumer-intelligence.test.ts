import { consumerIntelligence } from 'tvilling/mocks'
import { expect } from 'vitest'
import { runApp } from './consumer-intelligence/app.ts'
import { describeOtherProvider } from './stage.ts'

describeOtherProvider({
  simulator: consumerIntelligence,
  run: runApp,
  expected: {
    refused: [
      '401 CLIENT',
      '400 GRANT',
      '404 urn:problem Not Found',
      '401 urn:problem Unauthorized',
      '409 urn:problem Busy',
      '400 urn:problem Bad Request',
      '404 urn:problem Not Found',
    ],
    violation: '400 about:blank 1.consumerId string',
    person: {
      sex: 'F',
      minor: 'GROWN_UP',
      maritalStatus: 'UNWED',
      birthDatePrecision: 'D',
      enrichment: { stage: 'GROWN' },
      addresses: [{ kind: 'HOME', street: 'Storgatan', stair: 'B' }],
      relocationEvents: [{ kind: 'MOVE', origin: { street: 'Linnégatan' } }],
      phoneNumbers: [{ kind: 'CELL' }],
    },
    samePerson: true,
    own: 'hilda',
    consumers: [
      'c1 SE IDENTIFIED nationalId,surname hilda CUSTOM_SANDBOX',
      'c2 SE NOT_IDENTIFIED givenName,surname,bornYear  ',
    ],
    pages: ['c1 IDENTIFYING', 'c2 IDENTIFYING'],
    subscribed: [
      { addresses: [{ street: 'Byvägen', zip: '22223' }], metadata: [true, 'CUSTOM_SANDBOX', 'SE'] },
    ],
    repeated: true,
    webhooks: '1 200',
    events: [
      'true PING',
      'true PING',
      'true CONSUMER_UPLOADED c1',
      'true CONSUMER_UPLOADED c2',
      'true CONSUMER_IDENTIFIED c1 hilda',
      'true PERSON_SUBSCRIBED c1 SE CUSTOM_SANDBOX hilda',
      'true CONSUMER_NOT_IDENTIFIED c2',
      'true LIFE_EVENT c1 hilda PREDICT SINGLE_TO_COUPLE',
      expect.stringMatching(/^true PERSON_CHANGED c1 hilda \/addresses\/0\/street .*\/addresses\/0\/zip/),
      'true LIFE_EVENT c1 hilda TOOK_PLACE MOVE_URBANIZATION',
      'true CONSUMER_DELETED c1',
      'true PERSON_UNSUBSCRIBED c1 SE CUSTOM_SANDBOX hilda',
      'true CONSUMER_DELETED c2',
    ],
  },
})
