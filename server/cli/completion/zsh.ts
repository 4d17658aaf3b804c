/** The script for zsh. It may be sourced, or stand as `_tvilling` in a folder of `$fpath`. */
import type { CompletedCommand, Offer } from './model.ts'

export function zshScript(commands: readonly CompletedCommand[]): string {
  const steps = commands.flatMap(({ path, commands: own }) => own.map(({ name }) => `'${path} ${name}'`))
  const values = commands.flatMap(({ path, options }) =>
    options.flatMap(({ flag, value }) =>
      value === undefined ? [] : [`    '${path} ${flag}') ${offer(value)}; return ;;`],
    ),
  )
  const words = commands.map(({ path, commands: own, options, argument }) => {
    const flags = options.map(({ flag, about }) => quoted(`${flag}:${about}`)).join(' ')
    const names = own.map(({ name, about }) => quoted(`${name}:${about}`)).join(' ')
    const others = argument ? offer(argument) : ':'
    return `    '${path}')
      flags=(${flags})
      commands=(${names})
      [[ $words[CURRENT] == -* || $#commands -gt 0 ]] || { ${others}; return; } ;;`
  })
  return `#compdef tvilling
# zsh completion of tvilling. In ~/.zshrc, after compinit: source <(tvilling completion zsh)
_tvilling() {
  local command='' index
  local -a flags commands
  for ((index = 2; index < CURRENT; index++)); do
    case "$command $words[index]" in
    ${steps.join(' | ')})
      command="\${command:+$command }$words[index]" ;;
    esac
  done
  case "$command $words[CURRENT-1]" in
${values.join('\n')}
  esac
  case "$command" in
${words.join('\n')}
  esac
  if [[ $words[CURRENT] == -* ]]; then _describe option flags; else _describe command commands; fi
}
if [[ $funcstack[1] == _tvilling ]]; then _tvilling "$@"; else compdef _tvilling tvilling; fi
`
}

function offer(value: Offer): string {
  switch (value.kind) {
    case 'words':
      return `compadd -- ${value.words.join(' ')}`
    case 'files':
      return '_files'
    case 'anything':
      return ':'
  }
}

/** The first colon ends the name. */
const quoted = (text: string) => `'${text.replaceAll("'", "'\\''")}'`
