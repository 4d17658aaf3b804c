/** Starts a server that outlives the step, and waits until it listens. */
import { spawn } from 'node:child_process'
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { ActionFailure, print } from './inputs.mjs'
import { endProcess } from './processes.mjs'

/** @param root folder of the action, with the package.json of this version. */
export async function start(inputs, root) {
  const { name, folder, options, port, controlToken, workingDirectory, timeout } = inputs
  if (existsSync(join(folder, 'server.json'))) {
    throw new ActionFailure(`A server called ${name} was started before. Give this one another name.`)
  }
  if (controlToken) mask(controlToken)
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  const log = join(folder, 'server.log')
  const { file, words, shell } = commandOf(workingDirectory, root)
  const output = openSync(log, 'w')
  const child = spawn(file, [...words, 'serve', '--port', port, ...options], {
    cwd: workingDirectory,
    // Its own group of processes: npx has children, which are ended with it.
    detached: true,
    shell,
    stdio: ['ignore', output, output],
    env: { ...process.env, ...(controlToken && { TVILLING_CONTROL_TOKEN: controlToken }) },
  })
  closeSync(output)
  let failure
  child.once('error', (error) => {
    failure = error
  })
  const url = await listening()
  const token = controlToken ?? tokenIn(readFileSync(log, 'utf8'))
  if (token && !controlToken) mask(token)
  writeFileSync(join(folder, 'server.json'), JSON.stringify({ pid: child.pid, url, token }), { mode: 0o600 })
  child.unref()
  inputs.output('url', url)
  inputs.output('control-token', token ?? '')
  // A second server must not take the place of the first.
  inputs.environment(name === 'tvilling' ? 'TVILLING_URL' : `TVILLING_URL_${variable(name)}`, url)
  print(`tvilling listening on ${url}`)

  async function listening() {
    const end = Date.now() + timeout * 1_000
    for (;;) {
      const text = readFileSync(log, 'utf8')
      const found = /tvilling listening on ([^\s"]+)/.exec(text)?.[1]
      if (found) return found
      if (failure || child.exitCode !== null || child.signalCode !== null)
        throw refused(failure ? String(failure) : 'It ended', text)
      if (Date.now() > end) {
        await endProcess(child.pid)
        throw refused(`It did not listen within ${timeout} s`, text)
      }
      await wait(50)
    }
  }
}

function refused(reason, text) {
  const token = tokenIn(text)
  if (token) mask(token)
  print(text)
  return new ActionFailure(`The server did not start. ${reason}; its log is above.`)
}

/** What is installed in the project, with the Node of the job; or else this version, with a Node of its own. */
function commandOf(workingDirectory, root) {
  const installed = join(workingDirectory, 'node_modules/tvilling')
  if (existsSync(join(installed, 'package.json'))) {
    const { bin } = readPackage(installed)
    const flag = '--disable-warning=ExperimentalWarning'
    return { file: process.execPath, words: [flag, join(installed, bin.tvilling)], shell: false }
  }
  const { version } = readPackage(root)
  const words = ['--yes', '-p', 'node@24', '-p', `tvilling@${version}`, 'tvilling']
  // On Windows npx is a script, which only a shell starts.
  return { file: 'npx', words, shell: process.platform === 'win32' }
}

const readPackage = (folder) => JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))

/** The token that a server has made, where others can reach it: in the screen, in JSON, or on standard error. */
function tokenIn(text) {
  return /"controlToken":"([^"]+)"/.exec(text)?.[1] ?? /^\s*control token +(\S+)$/m.exec(text)?.[1]
}

/** The runner hides it in everything that is printed from here on. */
function mask(text) {
  print(`::add-mask::${text}`)
}

const variable = (name) => name.toUpperCase().replaceAll('-', '_')
