import { globSync } from 'node:fs'
import type { Peer } from './peer.ts'

export const mockserver: Peer = {
  name: 'MockServer',
  package: 'mockserver-node@8.0.0',
  needs: 'java',
  quiet: '-l OFF, disableLogging, disableSystemOut, metricsEnabled=false',
  files: ({ page }) => ({
    'expectations.json': JSON.stringify([
      {
        httpRequest: { method: 'GET', path: page.path },
        httpResponse: {
          statusCode: 200,
          headers: Object.fromEntries(page.headers.map(([name, value]) => [name, [value]])),
          body: page.body,
        },
        times: { unlimited: true },
      },
    ]),
  }),
  command: ({ setting, port, installed }) => ({
    command: [
      'java',
      '-Dmockserver.localBoundIP=127.0.0.1',
      ...(setting === 'quiet'
        ? [
            '-Dmockserver.disableLogging=true',
            '-Dmockserver.disableSystemOut=true',
            '-Dmockserver.metricsEnabled=false',
          ]
        : []),
      '-jar',
      ...globSync(`${installed}/node_modules/mockserver-node/mockserver-netty-*-jar-with-dependencies.jar`),
      ...['--port', String(port), '--init', 'expectations.json'],
      ...(setting === 'quiet' ? ['--log-level', 'OFF'] : []),
    ],
  }),
}
