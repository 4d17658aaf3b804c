/** Example requests, answers and messages of organization sessions, and the states that they begin in. */
import { type ExampleState, expected } from 'tvilling'
import { organizationNumberOf } from '../../../fixtures/index.ts'

const { equal, instant, text, uuid } = expected

export const SESSION = '18d6e1ca-c2a8-4daf-a557-7cca14db7753'
export const FULL = organizationNumberOf('norwegian-full')
export const json = { 'Content-Type': 'application/json' }
export const problemJson = { 'Content-Type': 'application/problem+json' }

export const form = { grant_type: 'client_credentials' } as const
export const realm = { realm: 'current' }
export const fromState = { sessionId: SESSION }
export const one = { country: 'no', sessionId: SESSION } as const
export const report = { ...one, report: 'aml' } as const

const TITLES: Record<number, string> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  409: 'Conflict',
  410: 'Gone',
  500: 'Internal Server Error',
}
export const problem = (status: number) => ({
  type: equal('about:blank'),
  title: equal(TITLES[status] ?? ''),
  status: equal(status),
  detail: text('It says why.'),
})
export const oauthError = (error: string) => ({
  error: equal(error),
  error_description: text('It says why.'),
})

export const begun: ExampleState = ['session-created']
export const failed: ExampleState = ['session-failed']
export const done: ExampleState = ['session-done']
export const over: ExampleState = ['session-expired']
export const hookedUp = { webhookUrl: 'http://127.0.0.1:9/hook' }
export const metadata = { contentType: 'application/json' }
export const event = (status: string) => ({
  sessionId: uuid(SESSION),
  status: equal(status),
  timestamp: instant(),
})
