/** A mistake of a user of Tvilling, not of a client of a simulated API. The message is one clear sentence. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
  /** HTTP status: 400 for invalid input, 404 for an unknown name, 409 for what the present state forbids, of the machine as well. */
  readonly status: 400 | 404 | 409

  constructor(message: string, status: 400 | 404 | 409 = 400) {
    super(message)
    this.status = status
  }
}
