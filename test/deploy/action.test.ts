import { execFile } from 'node:child_process'
import {
  chmodSync,
  existsSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { validateAction } from '@action-validator/core'
import { afterAll, expect, test } from 'vitest'
import { parse } from 'yaml'

const text = readFileSync('action.yml', 'utf8')
const action = parse(text) as {
  inputs: Record<string, { default: string }>
  runs: { steps: [{ run: string; env: Record<string, string> }, { uses: string; if: string }] }
}
const temp = mkdtempSync(join(tmpdir(), 'tvilling-action-'))
afterAll(() => {
  // What a test that failed has not stopped.
  for (const state of globSync(join(temp, '*/temp/tvilling-action/*/server.json'))) {
    process.kill(-JSON.parse(readFileSync(state, 'utf8')).pid)
  }
  rmSync(temp, { recursive: true, force: true })
})

/** A job on a runner, in a project that has Tvilling installed. */
function openJob(name: string) {
  const workspace = join(temp, name)
  const installed = join(workspace, 'node_modules/tvilling')
  mkdirSync(installed, { recursive: true })
  writeFileSync(join(installed, 'package.json'), '{ "type": "module", "bin": { "tvilling": "./bin.js" } }')
  writeFileSync(
    join(installed, 'bin.js'),
    `await import(${JSON.stringify(pathToFileURL(resolve('server/bin.ts')).href)})`,
  )
  const read = (file: string) =>
    existsSync(join(workspace, file)) ? readFileSync(join(workspace, file), 'utf8') : ''

  /** Runs the step as a runner does: it replaces the expressions, and sets the variables. */
  async function step(inputs: Record<string, string> = {}, variables: Record<string, string> = {}) {
    const [{ run, env }] = action.runs.steps
    const given = Object.entries(env).map(([key, value]) => [
      key,
      value.replaceAll(/\$\{\{ (?:inputs\.([\w-]+)|github\.action_path) \}\}/g, (_, input?: string) => {
        if (input === undefined) return resolve('.')
        return inputs[input] ?? String(action.inputs[input]?.default)
      }),
    ])
    const options = {
      cwd: workspace,
      env: {
        PATH: process.env['PATH'],
        NODE_OPTIONS: '--conditions=tvilling-source',
        NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'],
        GITHUB_WORKSPACE: workspace,
        RUNNER_TEMP: join(workspace, 'temp'),
        ...Object.fromEntries(
          ['OUTPUT', 'ENV', 'STEP_SUMMARY'].map((file) => [`GITHUB_${file}`, join(workspace, file)]),
        ),
        ...Object.fromEntries(given),
        ...variables,
      },
    }
    const flags = ['--noprofile', '--norc', '-eo', 'pipefail', '-c', run]
    return new Promise<{ code: number; stdout: string }>((done) => {
      execFile('bash', flags, options, (error, stdout, stderr) =>
        done({ code: Number(error?.code ?? 0), stdout: stdout + stderr }),
      )
    })
  }
  return { workspace, step, read }
}

test('the action is valid', () => {
  expect(validateAction(text).errors).toEqual([])
})

test('what happened is uploaded if the job has failed, as it is known in the step that stops', () => {
  expect(action.inputs['job-status']?.default).toMatch(/^\$\{\{ job\.status \}\}$/)
  const [, { uses, if: condition }] = action.runs.steps
  expect(uses).toMatch(/^actions\/upload-artifact@v\d+$/)
  expect(condition).toContain("always() && inputs.command == 'stop'")
  expect(condition).toContain("inputs.job-status == 'failure'")
})

test('two servers start, are used, and leave journals, no tokens, and a summary when the job has failed', async () => {
  const job = openJob('two')
  const started = await Promise.all([
    job.step({ options: "--clock manual --now '2026-01-01T00:00:00Z'" }),
    // Others can reach it, so that it makes a token.
    job.step({ name: 'the-other', options: '--host 0.0.0.0' }),
  ])
  expect(started.map(({ code }) => code)).toEqual([0, 0])
  const token = String(/^control-token=(.+)$/m.exec(job.read('OUTPUT'))?.[1])
  expect(token).toMatch(/.{16,}/)
  expect(started[1]?.stdout).toContain(`::add-mask::${token}`)
  const { TVILLING_URL: url = '', TVILLING_URL_THE_OTHER: other = '' } = Object.fromEntries(
    job
      .read('ENV')
      .split('\n')
      .map((line) => line.split('=')),
  ) as Record<string, string>
  expect(await (await fetch(`${url}/_tvilling/clock`)).json()).toMatchObject({ mode: 'manual' })
  const otherClock = `${other.replace('0.0.0.0', '127.0.0.1')}/_tvilling/clock`
  expect((await fetch(otherClock)).status).toBe(401)
  expect((await fetch(otherClock, { headers: { authorization: `Bearer ${token}` } })).status).toBe(200)
  await fetch(`${url}/t/team-a/nope`)

  const again = await job.step()
  expect(again).toMatchObject({ code: 1 })
  expect(again.stdout).toContain('::error title=Tvilling::A server called tvilling was started before.')

  const stopped = await Promise.all([
    job.step({ command: 'stop', 'job-status': 'failure' }),
    job.step({ command: 'stop', name: 'the-other', 'job-status': 'success' }),
  ])
  expect(stopped.map(({ code }) => code)).toEqual([0, 0])
  await expect(fetch(url)).rejects.toThrow()
  await expect(fetch(otherClock)).rejects.toThrow()
  const folder = join(job.workspace, 'temp/tvilling-action')
  expect(readFileSync(join(folder, 'tvilling/team-a.har'), 'utf8')).toContain('/nope')
  expect(existsSync(join(folder, 'tvilling/default.har'))).toBe(false)
  expect(job.read('STEP_SUMMARY')).toMatch(/What happened in tvilling, tenant team-a\n\n```text\n.*\/nope/s)
  expect(job.read('STEP_SUMMARY')).not.toContain('the-other')
  expect(readFileSync(join(folder, 'the-other/server.log'), 'utf8')).toMatch(/control token {2}\*\*\*\n/)
  expect(existsSync(join(folder, 'the-other/server.json'))).toBe(false)
})

test('a server that does not come up shows its log, and nothing is left to stop', async () => {
  const job = openJob('refused')
  const { code, stdout } = await job.step({ options: '--clock backwards' })
  expect(code).toBe(1)
  expect(stdout).toMatch(/^--clock takes real, manual or a factor/m)
  expect(stdout).toContain('::error title=Tvilling::The server did not start. It ended; its log is above.')
  const stopped = await job.step({ command: 'stop', 'job-status': 'failure' })
  expect(stopped.code).toBe(0)
  expect(stopped.stdout).toContain('No server called tvilling is running')
})

test('without an installed Tvilling, npx brings the version of the action with a Node of its own', async () => {
  const job = openJob('npx')
  rmSync(join(job.workspace, 'node_modules'), { recursive: true })
  const npx = join(job.workspace, 'bin/npx')
  mkdirSync(join(job.workspace, 'bin'))
  writeFileSync(
    npx,
    '#!/bin/sh\necho "npx $*"\necho tvilling listening on http://127.0.0.1:1\nexec sleep 30\n',
  )
  chmodSync(npx, 0o755)
  const path = `${join(job.workspace, 'bin')}${delimiter}${process.env['PATH']}`
  expect(
    (await job.step({ options: '--seed 3', 'control-token': 'a-token-of-the-job' }, { PATH: path })).stdout,
  ).toContain('::add-mask::a-token-of-the-job\ntvilling listening')
  const { version } = JSON.parse(readFileSync('package.json', 'utf8'))
  expect(readFileSync(join(job.workspace, 'temp/tvilling-action/tvilling/server.log'), 'utf8')).toContain(
    `npx --yes -p node@24 -p tvilling@${version} tvilling serve --port 0 --seed 3\n`,
  )
  const stopped = await job.step({ command: 'stop' })
  expect(stopped.stdout).toContain('::warning title=Tvilling::The journal could not be read')
  expect(stopped.code).toBe(0)
})

test('wrong use is told in a sentence', async () => {
  const job = openJob('wrong')
  const answers = await Promise.all([
    job.step({ command: 'restart' }),
    job.step({ options: '--now "2026' }),
    job.step({ name: '../up' }),
  ])
  expect(answers.map(({ code }) => code)).toEqual([1, 1, 1])
  expect(answers.map(({ stdout }) => stdout.trim())).toEqual([
    '::error title=Tvilling::"restart" is no command of this action. There is start and stop.',
    '::error title=Tvilling::options has a quote that does not end.',
    '::error title=Tvilling::"../up" is no name of a server: use letters, digits, - and _.',
  ])
})
