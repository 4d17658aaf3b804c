/** What a server tells of exchanges and deliveries to whoever traces. */
import type { IncomingMessage } from 'node:http'
import type { ObservedAttempt } from '../../src/deliveries/delivery.ts'
import type { ApiResponse } from '../../src/http/messages.ts'

/** What is known of a request when it is answered. */
export interface AnsweredRequest {
  tenant: string
  /** The provider's path, without the tenant. */
  path: string
  query: string
}

export interface ExchangeSpan {
  traceparent: string
  end(response: ApiResponse, request?: AnsweredRequest): void
}

export interface Traces {
  begin(request: IncomingMessage): ExchangeSpan
  attempt(attempt: ObservedAttempt): void
  /** Sends what waits. */
  stop(): Promise<void>
}
