import { organizationSession } from 'tvilling/mocks'
import { expect } from 'vitest'
import { runApp } from './organization-session/app.ts'
import { describeOtherProvider } from './stage.ts'

describeOtherProvider({
  simulator: organizationSession,
  run: runApp,
  expected: {
    statuses: ['PAGAR', 'LAGES', 'VENTER', 'VENTER', 'FERDIG', 'KLAR', 'KLAR', 'KLAR'],
    events: ['JsonDataReady', 'ReportReady hvitvasking', 'ReportReady firmaattest', 'AllDone'],
    early: { status: 409, title: 'Conflict' },
    unknown: { status: 404, title: 'Not Found' },
    country: 'NOR',
    sanction: 'INGEN',
    swedish: { country: 'SWE' },
    finnish: { country: 'FIN', id: '9010000-4' },
    owners: expect.arrayContaining([expect.objectContaining({ slag: 'FORETAK' })]),
    followed: [
      { status: 200, type: 'application/pdf' },
      { status: 200, type: 'application/pdf' },
    ],
  },
})
