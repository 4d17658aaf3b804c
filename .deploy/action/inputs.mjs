/** What a runner gives to the action, and what the action gives back. */
import { appendFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

/** Prints a line. To the runner, one that begins with `::` is a command. */
export function print(text) {
  process.stdout.write(`${text}\n`)
}

/** A mistake of the user, or something that cannot be done: one sentence. */
export class ActionFailure extends Error {}

export function readInputs(env) {
  const input = (name) => (env[`INPUT_${name}`] ?? '').trim()
  const name = input('NAME') || 'tvilling'
  if (!/^[\w-]+$/.test(name)) {
    throw new ActionFailure(`"${name}" is no name of a server: use letters, digits, - and _.`)
  }
  const timeout = Number(input('TIMEOUT') || 120)
  if (!(timeout > 0)) throw new ActionFailure('timeout takes a number of seconds.')
  return {
    command: input('COMMAND'),
    options: readWords(input('OPTIONS')),
    port: input('PORT') || '0',
    controlToken: input('CONTROL_TOKEN') || undefined,
    name,
    workingDirectory: resolve(env.GITHUB_WORKSPACE ?? '.', input('WORKING_DIRECTORY')),
    timeout,
    jobStatus: input('JOB_STATUS'),
    /** Kept for `stop`, which is a process of its own. */
    folder: join(env.RUNNER_TEMP ?? '.', 'tvilling-action', name),
    output: (key, value) => writeLine(env.GITHUB_OUTPUT, key, value),
    environment: (key, value) => writeLine(env.GITHUB_ENV, key, value),
    summary: (text) => env.GITHUB_STEP_SUMMARY && appendFileSync(env.GITHUB_STEP_SUMMARY, text),
  }
}

/** Words as a shell separates them: quotes hold them together, and a backslash takes the next character as it is. */
function readWords(line) {
  if (!/^(?:"(?:[^"\\]|\\.)*"|'[^']*'|\\.|[^"'\\])*$/s.test(line)) {
    throw new ActionFailure('options has a quote that does not end.')
  }
  const words = line.match(/(?:"(?:[^"\\]|\\.)*"|'[^']*'|\\.|[^\s"'\\])+/gs) ?? []
  return words.map((word) =>
    word.replaceAll(/"((?:[^"\\]|\\.)*)"|'([^']*)'|\\(.)/gs, (_, double, single, escaped) =>
      double === undefined ? (single ?? escaped) : double.replaceAll(/\\(["\\])/g, '$1'),
    ),
  )
}

function writeLine(file, key, value) {
  if (file) appendFileSync(file, `${key}=${value}\n`)
}
