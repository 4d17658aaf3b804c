/** Processes that run a script of the tests in which `tvilling` leads to the sources. */
import { type ChildProcess, type StdioOptions, spawn } from 'node:child_process'

/** Without a build, the door's name leads to its source. */
const DOOR = `data:text/javascript,${encodeURIComponent(`
  import { registerHooks } from 'node:module'
  const door = ${JSON.stringify(new URL('../../src/index.ts', import.meta.url).href)}
  registerHooks({ resolve: (name, context, next) => next(name === 'tvilling' ? door : name, context) })
`)}`

/** @param script a file beside this one. */
export function spawnScript(script: string, args: readonly string[], stdio: StdioOptions): ChildProcess {
  const path = new URL(script, import.meta.url).pathname
  return spawn(process.execPath, ['--import', DOOR, path, ...args], { stdio })
}
