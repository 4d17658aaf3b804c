import { connect } from 'tvilling'
import { personMonitoring } from 'tvilling/mocks'
import { type Outside, runApp } from './person-monitoring/app.ts'
import { describeOtherProvider } from './stage.ts'

/** The service is told of the world outside by the same requests as the twin. */
function outsideOf(origin: string): Outside {
  const { people, scenarios } = connect(origin)
  return {
    async registerWebhook(url, secret) {
      await scenarios.load('monitoring-webhook-registered', { url, secret })
    },
    async rename(number, familyName) {
      await people.change(number, { familyName })
    },
  }
}

describeOtherProvider({
  simulator: personMonitoring,
  run: (base, origin) => runApp(base, outsideOf(origin)),
  expected: {
    refused: ['401 fel_klient', '400 fel_sort', '401 EjInloggad', '403 Nekad', '404 Saknas'],
    unreadable: Array(4).fill('400 BadRequest file'),
    scope: 'person-monitoring',
    lists: ['b1 INCORRECT 1', 'b2 APPROVED 3'],
    ways: { incorrect: 'PENDING INCORRECT', large: 'SENT_IN PENDING APPROVED', small: 'PENDING APPROVED' },
    events: [
      'sealed folkbokforing NAMN continue',
      'sealed folkbokforing NAMN continue',
      'sealed folkbokforing NAMN payload',
    ],
    sameMessage: true,
    changed: { efternamn: 'Lindqvist' },
    before: { efternamn: 'Bergdahl' },
    person: { personnummer: '198001022386', efternamn: 'Lindqvist', adress: { land: 'SE' } },
  },
})
