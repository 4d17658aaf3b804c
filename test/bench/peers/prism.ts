import { join } from 'node:path'
import type { Peer } from './peer.ts'

export const prism: Peer = {
  name: 'Prism',
  package: '@stoplight/prism-cli@5.16.0',
  needs: 'node',
  quiet: '--verboseLevel silent, --cors false',
  files: ({ page }) => ({
    'openapi.json': JSON.stringify({
      openapi: '3.1.0',
      info: { title: 'canned', version: '1' },
      paths: {
        [page.path]: {
          get: {
            parameters: [{ name: 'pageSize', in: 'query', schema: { type: 'integer' } }],
            responses: {
              200: {
                description: 'the page',
                content: { 'application/json': { example: JSON.parse(page.body) } },
              },
            },
          },
        },
      },
    }),
  }),
  command: ({ setting, port, installed }) => ({
    command: [
      process.execPath,
      join(installed, 'node_modules/@stoplight/prism-cli/dist/index.js'),
      ...['mock', 'openapi.json', '--host', '127.0.0.1', '--port', String(port)],
      ...(setting === 'quiet' ? ['--verboseLevel', 'silent', '--cors', 'false'] : []),
    ],
  }),
}
