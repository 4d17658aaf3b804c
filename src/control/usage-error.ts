/** A mistake of whoever uses Tvilling (not of a simulated provider's client): one clear sentence. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
  /** As HTTP says it: 400 for what makes no sense, 404 for what is not there, 409 for what cannot be now. */
  readonly status: 400 | 404 | 409

  constructor(message: string, status: 400 | 404 | 409 = 400) {
    super(message)
    this.status = status
  }
}
