/** Ready-made OAuth clients; the secret of each is its id. */

import type { Client } from 'tvilling'

/** The organization resource (OS-09). */
const BASIC = 'aml_organization/basic'
/** The OFAC sanction list (OS-09). */
export const OFAC = 'aml_organization/OFAC'

function client(id: string, scopes: readonly string[]): Client {
  return { id, secret: id, scopes }
}

export const clients: readonly Client[] = [
  client('tvilling', [BASIC, OFAC]),
  client('tvilling-no-ofac', [BASIC]),
  client('tvilling-no-scope', []),
]
