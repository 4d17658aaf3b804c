/** Types of webhook messages, from the `webhooks` that openapi-typescript generates from a contract. */

/** Webhooks of a contract whose types are not known. */
export type WebhookTypes = Record<string, unknown>

/** Names of the events that a contract has. */
export type EventName<W> = keyof W & string

/** The body of an event; for several events, a union. */
export type EventBody<W, E extends EventName<W>> = string extends E
  ? Record<string, unknown>
  : W[E] extends { post: { requestBody: { content: infer C } } }
    ? C[keyof C]
    : Record<string, unknown>
