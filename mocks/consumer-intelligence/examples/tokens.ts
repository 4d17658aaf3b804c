/** Examples of token requests. */
import { type Example, expected } from 'tvilling'
import type { operations } from '../../../contracts/consumer-intelligence/types.gen.ts'
import { form, json, oauthError, token } from './bodies.ts'

const { text } = expected

export const tokens: readonly Example<operations>[] = [
  {
    operation: 'requestToken',
    outcome: 'a token for an hour',
    status: 200,
    input: { body: form },
    answer: token,
    answerHeaders: { ...json, 'Cache-Control': 'no-store' },
  },
  {
    operation: 'requestToken',
    outcome: 'no grant type',
    status: 400,
    wrong: { body: { scope: 'bci' } },
    answer: oauthError('invalid_request'),
    answerHeaders: json,
  },
  {
    operation: 'requestToken',
    outcome: 'a scope that the client lacks',
    status: 400,
    wrong: { body: { ...form, scope: 'nothing' } },
    answer: oauthError('invalid_scope'),
    answerHeaders: json,
  },
  {
    operation: 'requestToken',
    outcome: 'a secret that was replaced',
    status: 401,
    given: [['client-secret-rotated']],
    input: { body: form },
    answer: oauthError('invalid_client'),
    answerHeaders: { ...json, 'WWW-Authenticate': text('Basic realm="tvilling"') },
  },
  {
    operation: 'requestSandboxToken',
    outcome: 'a token for an hour',
    status: 200,
    client: null,
    wrong: { body: { ...form, client_id: 'tvilling-sandbox', client_secret: 'tvilling-sandbox' } },
    answer: token,
    answerHeaders: json,
  },
  {
    operation: 'requestSandboxToken',
    outcome: 'credentials of the production',
    status: 401,
    input: { body: form },
    answer: oauthError('invalid_client'),
    answerHeaders: json,
  },
  {
    operation: 'requestSandboxToken',
    outcome: 'no grant type',
    status: 400,
    client: null,
    wrong: { body: { client_id: 'tvilling-sandbox', client_secret: 'tvilling-sandbox' } },
    answer: oauthError('invalid_request'),
    answerHeaders: json,
  },
]
