/** The states that examples of Consumer Intelligence begin in. */
import type { ExampleState } from 'tvilling'
import { GEDI, URL } from './bodies.ts'

export const hooked: ExampleState = ['webhook-registered', { url: URL }]
export const identified: ExampleState = ['consumers-identified', { count: 2 }]
export const subscribed: ExampleState = ['person-subscribed']
export const deleted: ExampleState = ['consumers-deleted', { count: 1 }]
export const notIdentified: ExampleState = ['consumer-not-identified']
export const fired = (event: string, parameters: Record<string, unknown> = {}): ExampleState => [
  'event-fired',
  { simulator: 'consumer-intelligence', event, gedi: GEDI, ...parameters },
]
