/** Names of HTTP statuses. */

/** Such as `Not Found`. */
export function statusName(status: number): string {
  // Imported by name, `node:http` loads undici as well, for its WebSocket.
  return process.getBuiltinModule('node:http').STATUS_CODES[status] ?? 'Error'
}
