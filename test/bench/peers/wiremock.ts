import { globSync } from 'node:fs'
import type { Peer } from './peer.ts'

export const wiremock: Peer = {
  name: 'WireMock',
  package: 'wiremock@3.13.2',
  needs: 'java',
  quiet: '--no-request-journal, --disable-request-logging, --disable-banner',
  files: ({ page }) => ({
    'mappings/page.json': JSON.stringify({
      request: { method: 'GET', urlPath: page.path },
      response: { status: 200, body: page.body, headers: Object.fromEntries(page.headers) },
    }),
  }),
  command: ({ setting, port, installed }) => ({
    command: [
      'java',
      '-jar',
      ...globSync(`${installed}/node_modules/wiremock/build/wiremock-standalone-*.jar`),
      ...['--bind-address', '127.0.0.1', '--port', String(port), '--root-dir', '.'],
      ...(setting === 'quiet'
        ? ['--no-request-journal', '--disable-request-logging', '--disable-banner']
        : []),
    ],
  }),
}
