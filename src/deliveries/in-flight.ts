/** Sends webhook messages, and knows which of them are being sent at the moment. */

export interface InFlightDeliveries {
  send: typeof fetch
  /** Whether a message to this URL is being sent: a door that intercepts requests recognizes ours by it. */
  isSendingTo(url: string): boolean
  /** How many messages were sent so far, with those that are being sent. */
  begun(): number
  /** Whether one of the first so many messages still waits for the answer of its receiver. */
  isAnyUnderWay(first: number): boolean
}

/** @param fetcher sends the messages; by default the global `fetch` at the time of the call. */
export function createInFlightDeliveries(
  fetcher: typeof fetch = (input, init) => fetch(input, init),
): InFlightDeliveries {
  const underWay = new Map<string, number>()
  let begun = 0
  /** The numbers of the messages that are being sent, from 1; the earliest first. */
  const unanswered = new Set<number>()

  function count(url: string, by: 1 | -1): void {
    const messages = (underWay.get(url) ?? 0) + by
    if (messages > 0) underWay.set(url, messages)
    else underWay.delete(url)
  }

  return {
    async send(input, init) {
      const { href } = new URL(input instanceof Request ? input.url : input)
      count(href, 1)
      begun += 1
      const number = begun
      unanswered.add(number)
      try {
        return await fetcher(input, init)
      } finally {
        count(href, -1)
        unanswered.delete(number)
      }
    },

    isSendingTo: (url) => underWay.has(url),
    begun: () => begun,

    isAnyUnderWay(first) {
      for (const earliest of unanswered) return earliest <= first
      return false
    },
  }
}
