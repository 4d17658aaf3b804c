import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { main } from 'tvilling/server'
import { expect, test } from 'vitest'
import { startProcess } from '../server/process.ts'
import { temporaryFolder } from './secure-library.ts'

const run = promisify(execFile)

test('the start screen says what Node, Java, Python and curl need, and its lines work', async () => {
  const folder = join(temporaryFolder(), 'a folder')
  const server = await startProcess('--tls', 'self-signed', '--tls-folder', folder)
  const screen = server.output()
  const certificate = join(folder, 'ca.pem')
  expect(screen).toContain(`export NODE_EXTRA_CA_CERTS='${certificate}'\n`)
  expect(screen).toContain(
    `export JAVA_TOOL_OPTIONS='-Djavax.net.ssl.trustStore="${join(folder, 'ca.p12')}"'\n`,
  )
  expect(screen).toContain(`export REQUESTS_CA_BUNDLE='${certificate}'\n`)
  expect(screen).toContain(`curl --cacert '${certificate}'\n`)
  expect(screen).toContain(`https://api.roaring.io         -> ${server.url} `)
  expect(screen).toMatch(/tvilling listening on https:\/\/127\.0\.0\.1:\d+\n$/)
  const line = /export NODE_EXTRA_CA_CERTS=.*/.exec(screen)?.[0]
  const program = `fetch('${server.url}/_tvilling/health').then(async (r) => console.log(await r.text()))`
  const { stdout } = await run('sh', ['-c', `${line}; '${process.execPath}' -e "${program}"`])
  expect(JSON.parse(stdout)).toEqual({ status: 'ok' })
  expect(await server.end('SIGTERM')).toBe(0)
})

test('a log for programs says where the certificate of the authority is', async () => {
  const folder = temporaryFolder()
  const server = await startProcess('--tls', 'self-signed', '--tls-folder', folder, '--log', 'json')
  const lines = server.output().trim().split('\n')
  expect(JSON.parse(lines.at(-1) ?? '')).toMatchObject({ url: server.url, authority: join(folder, 'ca.pem') })
  await server.end('SIGTERM')
})

test('a folder that was there before gets the files, but no .gitignore', async () => {
  const folder = temporaryFolder()
  const server = await startProcess('--tls', 'self-signed', '--tls-folder', folder)
  expect(existsSync(join(folder, 'ca.pem'))).toBe(true)
  expect(existsSync(join(folder, '.gitignore'))).toBe(false)
  await server.end('SIGTERM')
})

test.each([
  [2, ['--tls', 'yes'], '--tls takes off or self-signed, not "yes".'],
  [2, ['--tls-cert', 'a.pem'], '--tls-cert and --tls-key belong together: give both.'],
  [2, ['--tls-key', 'a.pem'], '--tls-cert and --tls-key belong together: give both.'],
  [
    2,
    ['--tls', 'self-signed', '--tls-cert', 'a.pem', '--tls-key', 'a.pem'],
    '--tls self-signed makes a certificate: leave out --tls-cert and --tls-key.',
  ],
  [
    3,
    ['--tls-cert', 'gone.pem', '--tls-key', 'gone.pem'],
    "--tls-cert names gone.pem, which cannot be read: ENOENT: no such file or directory, open 'gone.pem'.",
  ],
])('the exit code is %i for %j, with one sentence', async (expected, options, sentence) => {
  let error = ''
  const code = await main(['serve', '--port', '0', ...options], {
    out() {},
    error(text) {
      error += text
    },
  })
  expect(error).toBe(`${sentence}\n`)
  expect(code).toBe(expected)
})
