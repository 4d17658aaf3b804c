/** The script for fish. */
import type { CompletedCommand, CompletedOption, Offer } from './model.ts'

export function fishScript(commands: readonly CompletedCommand[]): string {
  return `# fish completion of tvilling: tvilling completion fish > ~/.config/fish/completions/tvilling.fish
function __tvilling_begins
    set -l words (commandline -opc)
    set -e words[1]
    set -l count (count $argv)
    test (count $words) -ge $count; and test "$words[1..$count]" = "$argv"
end
function __tvilling_is
    set -l words (commandline -opc)
    set -e words[1]
    test "$words" = "$argv"
end
complete -c tvilling -f
${commands.flatMap(linesOf).join('\n')}
`
}

function linesOf({ path, commands, options, argument }: CompletedCommand): string[] {
  const here = path === '' ? '__tvilling_is' : `__tvilling_begins ${path}`
  return [
    ...commands.map(
      ({ name, about }) =>
        `complete -c tvilling -n '__tvilling_is${path && ` ${path}`}' -a ${name} -d ${quoted(about)}`,
    ),
    // Further arguments of a command that has commands are theirs.
    ...(commands.length > 0 && path !== '' ? [] : options.map((option) => optionLine(here, option))),
    ...(argument ? [`complete -c tvilling -n '${here}' ${taken(argument)}`] : []),
  ]
}

function optionLine(here: string, { flag, about, value }: CompletedOption): string {
  const takes = value ? ` -r ${taken(value)}` : ''
  return `complete -c tvilling -n '${here}' -l ${flag.slice(2)}${takes} -d ${quoted(about)}`
}

function taken(value: Offer): string {
  switch (value.kind) {
    case 'words':
      return `-f -a '${value.words.join(' ')}'`
    case 'files':
      return '-F'
    case 'anything':
      return '-f'
  }
}

const quoted = (text: string) => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
