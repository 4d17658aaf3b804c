import { readFileSync } from 'node:fs'
import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import { main } from 'tvilling/server'
import { expect, test } from 'vitest'
import { startProcess } from '../server/process.ts'
import { temporaryFolder } from './secure-library.ts'

async function verify(url: string) {
  let output = ''
  const write = (text: string) => {
    output += text
  }
  const code = await main(['verify', '--api', 'birth-report', '--url', url, '--runs', '1'], {
    out: write,
    error: write,
  })
  return { code, output }
}

test('verify drives a server over HTTPS, with its clock and faults, if it trusts the authority', async () => {
  const folder = temporaryFolder()
  const server = await startProcess('--tls', 'self-signed', '--tls-folder', folder, '--log', 'silent')
  const distrusted = await verify(server.url)
  expect(distrusted.code).toBe(3)
  expect(distrusted.output).toBe(
    `The certificate of ${server.url} is not trusted (UNABLE_TO_VERIFY_LEAF_SIGNATURE). Name the file of its authority in the variable NODE_EXTRA_CA_CERTS.\n`,
  )
  const before = getCACertificates('default')
  setDefaultCACertificates([...before, readFileSync(`${folder}/ca.pem`, 'utf8')])
  try {
    expect(await verify(server.url)).toMatchObject({ code: 0, output: expect.stringContaining('100 %') })
  } finally {
    setDefaultCACertificates(before)
  }
  await server.end('SIGTERM')
})
