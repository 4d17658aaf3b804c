/** The step of `action.yml`: starts a server or stops it. It runs on the Node of the runner, 20 or newer. */
import { fileURLToPath } from 'node:url'
import { ActionFailure, print, readInputs } from './inputs.mjs'
import { start } from './start.mjs'
import { stop } from './stop.mjs'

const commands = { start, stop }

try {
  const inputs = readInputs(process.env)
  const command = Object.hasOwn(commands, inputs.command) ? commands[inputs.command] : undefined
  if (!command)
    throw new ActionFailure(`"${inputs.command}" is no command of this action. There is start and stop.`)
  await command(inputs, fileURLToPath(new URL('../../', import.meta.url)))
} catch (error) {
  const text = error instanceof ActionFailure ? error.message : String(error.stack)
  // A workflow command has one line.
  print(`::error title=Tvilling::${text.replaceAll('%', '%25').replaceAll('\n', '%0A')}`)
  process.exitCode = 1
}
