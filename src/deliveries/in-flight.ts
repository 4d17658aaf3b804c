/** Sends webhook messages, and knows which of them are being sent at the moment. */

export interface InFlightDeliveries {
  send: typeof fetch
  /** Whether a message to this URL is being sent: a door that intercepts requests recognizes ours by it. */
  isSendingTo(url: string): boolean
}

/** @param fetcher sends the messages; by default the global `fetch` at the time of the call. */
export function createInFlightDeliveries(
  fetcher: typeof fetch = (input, init) => fetch(input, init),
): InFlightDeliveries {
  const underWay = new Map<string, number>()

  function count(url: string, by: 1 | -1): void {
    const messages = (underWay.get(url) ?? 0) + by
    if (messages > 0) underWay.set(url, messages)
    else underWay.delete(url)
  }

  return {
    async send(input, init) {
      const { href } = new URL(input instanceof Request ? input.url : input)
      count(href, 1)
      try {
        return await fetcher(input, init)
      } finally {
        count(href, -1)
      }
    },
    isSendingTo: (url) => underWay.has(url),
  }
}
