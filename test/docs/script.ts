/** A page as one script of bash, and what the script must print. */
import { asModule } from './fragment.ts'
import type { Block } from './page.ts'
import { SHOWN } from './page.ts'

/** Text that must be printed between the marks before and after it. */
export interface Expected {
  mark: number
  text: string
}

export interface Script {
  text: string
  expected: readonly Expected[]
}

const SERVES = /^(?:npx tvilling (?:serve|proxy|mcp)|npm start)\b(?!.*&$)/

/** A page that installs nothing is for readers who have Tvilling. */
const INSTALLED = 'npm init -y && npm pkg set type=module && npm install --save-dev tvilling'

/** @param url where the page's server listens. */
export function scriptOf(blocks: readonly Block[], url: string): Script {
  const lines: string[] = ['set -euo pipefail', 'PATH="$PATH:$PWD/node_modules/.bin"']
  if (!blocks.some(({ text }) => text.includes('npm install'))) lines.push(INSTALLED)
  const expected: Expected[] = []
  let marks = 0

  /** What was printed since the last mark has these texts. */
  function expect(...texts: string[]): void {
    expected.push(...texts.map((text) => ({ mark: marks, text })))
    marks += 1
    lines.push(`printf '\\n[[mark %s]]\\n' ${marks}`)
  }

  function shell(text: string): void {
    const commands = text.trimEnd().split('\n')
    for (const [index, line] of commands.entries()) {
      const [, wanted] = /^# → (.*)$/.exec(line) ?? []
      if (wanted !== undefined) expect(wanted)
      else if (index === commands.length - 1 && SERVES.test(line))
        lines.push(`${line} > .server.log 2>&1 &`, ready(line, url))
      else lines.push(line)
    }
  }

  for (const [index, { language, file, text }] of blocks.entries()) {
    if (file === undefined && SHOWN.includes(language)) continue
    if (file !== undefined) lines.push(written(file, text))
    else if (language === 'sh') shell(text)
    else if (language === 'ts') {
      lines.push(
        written(`block-${index}.mts`, asModule(text)),
        `node --experimental-strip-types --disable-warning=ExperimentalWarning block-${index}.mts`,
      )
      expect(...[...text.matchAll(/\/\/ → (.*)$/gm)].map(([, wanted = '']) => wanted))
    } else lines.push(`check-${language} <<'BLOCK'\n${text}BLOCK`)
  }
  return { text: `${lines.join('\n')}\n`, expected }
}

function written(file: string, text: string): string {
  return `mkdir -p "$(dirname ${file})"\ncat > ${file} <<'BLOCK'\n${text}BLOCK`
}

/** A server runs until the page ends; the next block finds it ready. */
function ready(command: string, url: string): string {
  return / (?:proxy|mcp) /.test(command)
    ? 'sleep 1'
    : `until curl -sf ${url}/_tvilling/health > /dev/null; do kill -0 $!; sleep 0.1; done`
}
