/** Runs the command line. */
import { EXIT, failureOf } from './exit-codes.ts'
import { createProgram } from './program.ts'
import { processTerminal, type Terminal } from './terminal.ts'

/** Runs a command and returns its exit code, which is one of `EXIT`. What cannot be done prints one sentence. */
export async function main(argv: readonly string[], io: Terminal = processTerminal): Promise<number> {
  let code: number = EXIT.held
  const program = createProgram(io, async (work) => {
    code = await work
  })
  try {
    await program.parseAsync([...argv], { from: 'user' })
    return code
  } catch (error) {
    const failure = failureOf(error, io.env ?? process.env)
    if (failure.message) io.error(`${failure.message}\n`)
    return failure.code
  }
}
