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

test('a folder that was there before gets the files, but no .gitignore', async () => {
  const folder = temporaryFolder()
  const server = await startProcess('--tls', 'self-signed', '--tls-folder', folder)
  expect(existsSync(join(folder, 'ca.pem'))).toBe(true)
  expect(existsSync(join(folder, '.gitignore'))).toBe(false)
  await server.end('SIGTERM')
})

test.each([
  [['--tls', 'yes'], '--tls takes off or self-signed, not "yes".'],
  [['--tls-cert', 'a.pem'], '--tls-cert and --tls-key belong together: give both.'],
  [['--tls-key', 'a.pem'], '--tls-cert and --tls-key belong together: give both.'],
  [
    ['--tls', 'self-signed', '--tls-cert', 'a.pem', '--tls-key', 'a.pem'],
    '--tls self-signed makes a certificate: leave out --tls-cert and --tls-key.',
  ],
  [
    ['--tls-cert', 'gone.pem', '--tls-key', 'gone.pem'],
    /^--tls-cert names gone\.pem, which cannot be read: ENOENT.*$/,
  ],
])('%j is refused with one sentence', async (options, sentence) => {
  let error = ''
  const code = await main(['serve', '--port', '0', ...options], {
    out() {},
    error(text) {
      error += text
    },
  })
  expect(code).not.toBe(0)
  if (typeof sentence === 'string') expect(error).toBe(`${sentence}\n`)
  else expect(error.trimEnd()).toMatch(sentence)
})
