/** What a shell can complete, read from commander's definitions. */
import type { Argument, Command, Option } from 'commander'
import { type ServeOption, serveOptions } from '../serve-options.ts'

/** What can stand after an option or as an argument. */
export type Offer = { kind: 'words'; words: readonly string[] } | { kind: 'files' } | { kind: 'anything' }

export interface CompletedOption {
  /** Such as `--port`. */
  flag: string
  about: string
  /** Undefined if nothing stands after it. */
  value: Offer | undefined
}

export interface CompletedCommand {
  /** Such as `pact verify`; empty for the program itself. */
  path: string
  about: string
  /** The names of its own commands. */
  commands: readonly { name: string; about: string }[]
  options: readonly CompletedOption[]
  /** What its arguments can be. */
  argument: Offer | undefined
}

/** Names that the simulators give. */
export interface KnownNames {
  simulators: readonly string[]
  scenarios: readonly string[]
}

/** The program and all its commands. */
export function completedCommands(program: Command, names: KnownNames): CompletedCommand[] {
  return [read(program, ''), ...program.commands.flatMap((command) => below(command, '', names))]

  function below(command: Command, before: string, known: KnownNames): CompletedCommand[] {
    const path = `${before}${command.name()}`
    return [read(command, path), ...command.commands.flatMap((own) => below(own, `${path} `, known))]
  }

  function read(command: Command, path: string): CompletedCommand {
    const [argument] = command.registeredArguments
    return {
      path,
      about: command.description(),
      commands: command.commands.map((own) => ({ name: own.name(), about: own.description() })),
      options: [
        ...command.options
          .filter(({ hidden }) => !hidden)
          .map((option) => completedOption(option, path, names)),
        { flag: '--help', about: 'tell more', value: undefined },
      ],
      argument: argument && argumentOffer(argument),
    }
  }
}

function completedOption(option: Option, path: string, names: KnownNames): CompletedOption {
  const takes = option.required || option.optional
  return {
    flag: option.long ?? option.flags,
    about: option.description,
    value: takes ? optionOffer(option, path, names) : undefined,
  }
}

function optionOffer(option: Option, path: string, { simulators, scenarios }: KnownNames): Offer {
  if (option.argChoices) return { kind: 'words', words: option.argChoices }
  if (option.long === '--api') return { kind: 'words', words: simulators }
  if (option.long === '--scenario') return { kind: 'words', words: scenarios }
  const row: ServeOption | undefined =
    path === 'serve' ? serveOptions[option.attributeName() as keyof typeof serveOptions] : undefined
  if (row?.kind === 'choice') return { kind: 'words', words: row.values }
  return /[<[](?:file|folder|module|source)[>\]]$/.test(option.flags)
    ? { kind: 'files' }
    : { kind: 'anything' }
}

function argumentOffer(argument: Argument): Offer {
  if (argument.argChoices) return { kind: 'words', words: argument.argChoices }
  return argument.name() === 'name' ? { kind: 'anything' } : { kind: 'files' }
}
