/** Ready-made OAuth clients, and what a client may do (PM-08, PM-09). */
import type { Client } from 'tvilling'
import type { ApiContext } from './states.ts'

/** The permission that a client applies for, and the addon that it buys (PM-09). */
interface Rights {
  permission: boolean
  webhookAddon: boolean
}

const everything: Rights = { permission: true, webhookAddon: true }

/** The secret of each is its id. */
function client(id: string, environment: string, rights: Rights): Client {
  return { id, secret: id, environment, scopes: ['person-monitoring'], attributes: { ...rights } }
}

export const clients: readonly Client[] = [
  client('tvilling', 'production', everything),
  client('tvilling-sandbox', 'sandbox', everything),
  client('tvilling-no-permission', 'production', { permission: false, webhookAddon: false }),
  client('tvilling-no-webhooks', 'production', { permission: true, webhookAddon: false }),
]

/** Whether a client has a right. A client's rights are in its attributes. */
export function has(right: keyof Rights, { attributes }: Client): boolean {
  return attributes?.[right] === true
}

/** Whether the sandbox answers: because the client belongs to it, or because the setting says so for all (PM-08). */
export function isSandbox(environment: string | undefined, { settings }: ApiContext): boolean {
  return settings.environment === 'sandbox' || environment === 'sandbox'
}
