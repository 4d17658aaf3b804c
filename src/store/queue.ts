/** Runs pieces of work one at a time, in the order in which they were added. */
export type Queue = <R>(work: () => Promise<R>) => Promise<R>

export function createQueue(): Queue {
  let last: Promise<unknown> = Promise.resolve()
  return (work) => {
    const run = last.then(work, work)
    last = run
    return run
  }
}
