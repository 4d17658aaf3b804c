/** How a provider sends its webhooks. */
import type { Settings } from '../simulator/settings.ts'
import type { Delivery, Outcome } from './delivery.ts'
import type { WebhookTypes } from './webhook-types.ts'

export interface WebhookMessage {
  headers: Record<string, string>
  body: string
}

export interface DeliveryProtocol<S extends Settings = Settings, W = WebhookTypes> {
  /** Pauses before the second and each further attempt, ISO 8601. */
  retries: (settings: S) => readonly string[]
  /** How long a receiver may take, in wall-clock time, ISO 8601. */
  timeout: (settings: S) => string
  /** Requests of one attempt; each is sent if the one before was accepted. */
  steps: readonly {
    name: string
    message: (delivery: Delivery<W>, setting: { now: number; settings: S }) => WebhookMessage
    outcome: (status: number) => Outcome
  }[]
}
