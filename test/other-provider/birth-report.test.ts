import { birthReport } from 'tvilling/mocks'
import { runApp } from './birth-report/app.ts'
import { describeOtherProvider } from './stage.ts'

describeOtherProvider({
  simulator: birthReport,
  run: runApp,
  expected: {
    registered: { status: 201, number: true, code: undefined },
    accepted: { status: 202, number: false, code: 'U1' },
  },
  // A code of the provider, in a list that is assumed.
  except: ['MessageConfirmationCode 201'],
})
