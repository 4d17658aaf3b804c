import { join } from 'node:path'
import type { Peer } from './peer.ts'

export const mountebank: Peer = {
  name: 'mountebank',
  package: 'mountebank@2.9.1',
  needs: 'node',
  quiet: '--loglevel error, --nologfile',
  files: ({ page, port }) => ({
    'imposters.json': JSON.stringify({
      imposters: [
        {
          port,
          host: '127.0.0.1',
          protocol: 'http',
          stubs: [
            {
              predicates: [{ equals: { method: 'GET', path: page.path } }],
              responses: [
                { is: { statusCode: 200, headers: Object.fromEntries(page.headers), body: page.body } },
              ],
            },
          ],
        },
      ],
    }),
  }),
  command: ({ setting, installed, port }) => ({
    command: [
      process.execPath,
      join(installed, 'node_modules/mountebank/bin/mb'),
      ...['start', '--configfile', 'imposters.json', '--noParse', '--host', '127.0.0.1'],
      // Its own API needs a port beside the imposter's.
      ...['--port', String(port === 65_535 ? port - 1 : port + 1)],
      ...(setting === 'quiet' ? ['--loglevel', 'error', '--nologfile'] : []),
    ],
  }),
}
