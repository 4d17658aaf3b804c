/** `tvilling completion`: prints the script that makes a shell complete commands, options and names. */
import type { Command } from 'commander'
import { simulators } from '../../../mocks/simulators.ts'
import { EXIT } from '../exit-codes.ts'
import type { Terminal } from '../terminal.ts'
import { bashScript } from './bash.ts'
import { fishScript } from './fish.ts'
import { completedCommands } from './model.ts'
import { zshScript } from './zsh.ts'

const SCRIPTS = { bash: bashScript, zsh: zshScript, fish: fishScript }

export async function printCompletion(
  shell: keyof typeof SCRIPTS,
  program: Command,
  io: Terminal,
): Promise<number> {
  const names = {
    simulators: simulators.map(({ name }) => name),
    scenarios: simulators.flatMap(({ definition }) => Object.keys(definition.scenarios ?? {})).sort(),
  }
  io.out(SCRIPTS[shell](completedCommands(program, names)))
  return EXIT.held
}
