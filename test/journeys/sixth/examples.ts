/** Examples of parking permits. */
import { type AnyExamples, expected } from 'tvilling'

const { equal, text } = expected

const form = { grant_type: 'client_credentials' }
const path = { plate: 'ABC123' }
const json = { 'Content-Type': 'application/json' }
const permit = (state: string) => ({ plate: equal('ABC123'), state: equal(state), receipt: text('9F3A') })

export const examples: AnyExamples = {
  samples: { requestToken: { body: form }, applyForPermit: { path }, getPermit: { path } },
  problem: () => ({ error: text('It says why.') }),
  problemType: () => 'application/json',
  interactions: [
    {
      operation: 'requestToken',
      outcome: 'a token',
      status: 200,
      input: { body: form },
      answer: { access_token: text('GNbhysKora8lV3zKFNt3U1B') },
      answerHeaders: json,
    },
    {
      operation: 'applyForPermit',
      outcome: 'the permit waits',
      status: 200,
      input: { path },
      answer: permit('APPLIED'),
      answerHeaders: json,
    },
    {
      operation: 'getPermit',
      outcome: 'the permit was granted',
      status: 200,
      given: [['permit-granted', path]],
      input: { path },
      answer: permit('GRANTED'),
      answerHeaders: json,
    },
  ],
}
