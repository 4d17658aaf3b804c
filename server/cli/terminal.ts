/** Where a command writes. */

/** A test gives its own terminal. */
export interface Terminal {
  out(text: string): void
  error(text: string): void
  /** The environment variables; by default those of this process. */
  readonly env?: Readonly<Record<string, string | undefined>>
  /** Whether somebody looks at standard error: progress is shown. */
  readonly interactive?: boolean
  /** Whether standard output shows colours. */
  readonly colours?: boolean
}

/** The standard output and standard error of this process. */
export const processTerminal: Terminal = {
  out: (text) => void process.stdout.write(text),
  error: (text) => void process.stderr.write(text),
  // CI servers keep a log, in which each step would be a line.
  get interactive() {
    return process.stderr.isTTY === true && !process.env['CI']
  },
  // Node knows NO_COLOR, FORCE_COLOR and terminals that have none.
  get colours() {
    return process.stdout.isTTY === true && process.stdout.hasColors()
  },
}
