/** Names of HTTP statuses. */
import { STATUS_CODES } from 'node:http'

/** Such as `Not Found`. */
export function statusName(status: number): string {
  return STATUS_CODES[status] ?? 'Error'
}
