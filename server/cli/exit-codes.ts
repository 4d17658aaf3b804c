/** What each exit code of `tvilling` means, the same in every command, and how an error becomes one. */
import { CommanderError } from 'commander'
import { UsageError } from '../../src/control/usage-error.ts'

export const EXIT = {
  /** What was asked holds, or was done. */
  held: 0,
  /** It does not hold. */
  didNotHold: 1,
  /** Wrong use: an option, an argument, or what a file says. */
  wrongUse: 2,
  /** It could not be done: a port is taken, a file cannot be read, a target or store does not answer. */
  notDone: 3,
} as const

export const EXIT_CODES: readonly (readonly [code: number, about: string])[] = [
  [EXIT.held, 'held, or done'],
  [EXIT.didNotHold, 'did not hold: something differs, fails or breaks a contract'],
  [EXIT.wrongUse, 'wrong use: an option, an argument, or what a file says'],
  [
    EXIT.notDone,
    'could not be done: a port is taken, a file cannot be read, a target or store does not answer',
  ],
]

export interface Failure {
  code: number
  /** For the user; empty if it has been printed. */
  message: string
}

/** The exit code of an error, and its sentence. */
export function failureOf(error: unknown, env: Readonly<Record<string, string | undefined>>): Failure {
  // Commander has printed its own message. To show the help is no mistake.
  if (error instanceof CommanderError) {
    return { code: error.exitCode === 0 ? EXIT.held : EXIT.wrongUse, message: '' }
  }
  if (error instanceof UsageError) {
    return { code: error.status === 409 ? EXIT.notDone : EXIT.wrongUse, message: error.message }
  }
  const outside = outsideReason(error)
  if (outside !== undefined) return { code: EXIT.notDone, message: outside }
  const { message, stack } = error instanceof Error ? error : new Error(String(error))
  const told = env['TVILLING_DEBUG'] ? stack : 'With TVILLING_DEBUG=1 it says where.'
  return { code: EXIT.notDone, message: `A defect of Tvilling, please report it: ${message}\n${told}` }
}

/** Why the file system or the network refused; undefined for a defect. */
function outsideReason(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined
  const { syscall } = error as NodeJS.ErrnoException
  if (syscall !== undefined) return `${error.message}.`
  const { cause } = error
  return error instanceof TypeError && cause instanceof Error ? `No answer: ${cause.message}.` : undefined
}
