/** Ready-made OAuth clients, one for each organization. The secret of each is its id (IN-21). */
import type { Client } from 'tvilling'
import { A_KASSE, JOBCENTER, KOMMUNE } from '../../fixtures/subjects.ts'
import type { Organization } from './access.ts'

/** The only scope of the service (IN-16). */
export const SCOPE = 'kontaktforloeb.samtale.write'

function client(id: string, organization: Organization, scopes: readonly string[] = [SCOPE]): Client {
  return { id, secret: id, scopes, attributes: { organization } }
}

export const clients: readonly Client[] = [
  client('tvilling', { type: 'STAR', code: 'STAR' }),
  client('kommune', { type: 'Kommune', code: KOMMUNE }),
  client('jobcenter', { type: 'JobCenter', code: JOBCENTER }),
  client('a-kasse', { type: 'A-kasse', code: A_KASSE }),
  client('tvilling-no-scope', { type: 'STAR', code: 'STAR' }, []),
]
