/** Which stand-in belongs to which original. The same original always gets the same stand-in. */

/**
 * Gives the stand-in of an original.
 * @param space values of one sort, such as `word`; equal texts in two spaces have nothing to do with each other.
 * @param draw proposes a new stand-in; a RangeError asks for another try.
 */
export type Substitute = (space: string, original: string, draw: () => string) => string

export interface StandIns {
  /** Draws a stand-in at the first request for an original, and repeats it afterwards. */
  substitute: Substitute
  /** The opposite: turns a public stand-in back into its original. All other texts stay as they are. */
  originalOf: Substitute
  isStandIn(space: string, text: string): boolean
  /** Whether the text is the stand-in of a public value. */
  isPublic(space: string, text: string): boolean
  /** Makes all values known so far public; later ones are secret. */
  publish(): void
}

const TRIES = 2_000

export function createStandIns(): StandIns {
  const byOriginal = new Map<string, string>()
  const byStandIn = new Map<string, string>()
  const published = new Set<string>()
  const keyOf = (space: string, text: string) => `${space} ${text}`

  return {
    substitute(space, original, draw) {
      const known = byOriginal.get(keyOf(space, original))
      if (known !== undefined) return known
      for (let tries = 0; ; tries++) {
        const candidate = attempt(draw)
        const taken =
          candidate === undefined ||
          candidate === original ||
          byOriginal.has(keyOf(space, candidate)) ||
          byStandIn.has(keyOf(space, candidate))
        // After many tries the space is too small for all originals: then two of them share a stand-in.
        if (taken && tries < TRIES) continue
        const standIn = candidate ?? original
        byOriginal.set(keyOf(space, original), standIn)
        byStandIn.set(keyOf(space, standIn), original)
        return standIn
      }
    },

    originalOf(space, standIn) {
      const key = keyOf(space, standIn)
      return published.has(key) ? (byStandIn.get(key) ?? standIn) : standIn
    },

    isStandIn: (space, text) => byStandIn.has(keyOf(space, text)),
    isPublic: (space, text) => published.has(keyOf(space, text)),

    publish() {
      for (const key of byStandIn.keys()) published.add(key)
    },
  }
}

function attempt(draw: () => string): string | undefined {
  try {
    return draw()
  } catch (error) {
    if (error instanceof RangeError) return undefined
    throw error
  }
}
