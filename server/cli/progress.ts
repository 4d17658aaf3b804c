/** Tells on a terminal how far long work is, in one line that is gone when the work is done. */
import type { Terminal } from './terminal.ts'

export interface Progress {
  /** `of` is left out if nobody knows how much there is. */
  step(done: number, of?: number): void
  end(): void
}

const CLEAR = '\r\u001b[2K'

/** Does nothing where nobody looks. */
export function createProgress(io: Terminal, what: string): Progress {
  let shown = ''
  if (!io.interactive) return { step() {}, end() {} }
  return {
    step(done, of) {
      const text = of === undefined ? `${what}: ${done}` : `${what}: ${Math.floor((100 * done) / of)} %`
      if (text === shown) return
      shown = text
      io.error(`${CLEAR}${text}`)
    },
    end() {
      if (shown !== '') io.error(CLEAR)
      shown = ''
    },
  }
}
