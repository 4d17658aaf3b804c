/**
 * The script for bash. It needs no further package, and runs in the bash 3.2 of macOS. Where it offers nothing, bash offers
 * files.
 */
import type { CompletedCommand } from './model.ts'

export function bashScript(commands: readonly CompletedCommand[]): string {
  const steps = commands.flatMap(({ path, commands: own }) => own.map(({ name }) => `'${path} ${name}'`))
  const values = commands.flatMap(({ path, options }) =>
    options.flatMap(({ flag, value }) => {
      if (value === undefined) return []
      const offered = value.kind === 'words' ? `offered='${value.words.join(' ')}'` : 'return'
      return [`    '${path} ${flag}') ${offered} ;;`]
    }),
  )
  const words = commands.map(({ path, commands: own, options, argument }) => {
    const flags = options.map(({ flag }) => flag).join(' ')
    const others = argument?.kind === 'words' ? argument.words : own.map(({ name }) => name)
    return `    '${path}') flags='${flags}'; others='${others.join(' ')}' ;;`
  })
  return `# bash completion of tvilling. In ~/.bashrc: source <(tvilling completion bash)
_tvilling() {
  local current=\${COMP_WORDS[COMP_CWORD]} command='' offered='' flags='' others='' index
  COMPREPLY=()
  for ((index = 1; index < COMP_CWORD; index++)); do
    case "$command \${COMP_WORDS[index]}" in
    ${steps.join(' | ')})
      command="\${command:+$command }\${COMP_WORDS[index]}" ;;
    esac
  done
  case "$command \${COMP_WORDS[COMP_CWORD - 1]}" in
${values.join('\n')}
  esac
  if [[ -z $offered ]]; then
    case "$command" in
${words.join('\n')}
    esac
    if [[ $current == -* ]]; then offered=$flags; else offered=$others; fi
  fi
  COMPREPLY=($(compgen -W "$offered" -- "$current"))
}
complete -o bashdefault -o default -F _tvilling tvilling
`
}
