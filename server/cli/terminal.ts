/** Where a command writes. */

/** A test gives its own terminal. */
export interface Terminal {
  out(text: string): void
  error(text: string): void
  /** The environment variables; by default those of this process. */
  env?: Readonly<Record<string, string | undefined>>
}

/** The standard output and standard error of this process. */
export const processTerminal: Terminal = {
  out: (text) => void process.stdout.write(text),
  error: (text) => void process.stderr.write(text),
}
