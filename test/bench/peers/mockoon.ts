import { join } from 'node:path'
import type { Peer } from './peer.ts'

export const mockoon: Peer = {
  name: 'Mockoon',
  package: '@mockoon/cli@9.9.0',
  needs: 'node',
  quiet: '--disable-log-to-file, --disable-admin-api, --max-transaction-logs 0',
  files: ({ page, port }) => ({
    'environment.json': JSON.stringify({
      uuid: '00000000-0000-4000-8000-000000000001',
      lastMigration: 33,
      name: 'canned',
      port,
      hostname: '127.0.0.1',
      endpointPrefix: '',
      latency: 0,
      folders: [],
      routes: [
        {
          uuid: '00000000-0000-4000-8000-000000000002',
          type: 'http',
          documentation: '',
          method: 'get',
          endpoint: page.path.slice(1),
          responses: [
            {
              uuid: '00000000-0000-4000-8000-000000000003',
              body: page.body,
              latency: 0,
              statusCode: 200,
              label: '',
              headers: page.headers.map(([key, value]) => ({ key, value })),
              bodyType: 'INLINE',
              filePath: '',
              databucketID: '',
              sendFileAsBody: false,
              rules: [],
              rulesOperator: 'OR',
              disableTemplating: true,
              fallbackTo404: false,
              default: true,
              crudKey: 'id',
              callbacks: [],
            },
          ],
          responseMode: null,
          streamingMode: null,
          streamingInterval: 0,
        },
      ],
      rootChildren: [{ type: 'route', uuid: '00000000-0000-4000-8000-000000000002' }],
      proxyMode: false,
      proxyHost: '',
      proxyRemovePrefix: false,
      tlsOptions: {
        enabled: false,
        type: 'CERT',
        pfxPath: '',
        certPath: '',
        keyPath: '',
        caPath: '',
        passphrase: '',
      },
      cors: false,
      headers: [],
      proxyReqHeaders: [],
      proxyResHeaders: [],
      data: [],
      callbacks: [],
    }),
  }),
  command: ({ setting, installed, folder }) => ({
    command: [
      process.execPath,
      join(installed, 'node_modules/@mockoon/cli/bin/run.js'),
      ...['start', '--data', 'environment.json'],
      ...(setting === 'quiet'
        ? ['--disable-log-to-file', '--disable-admin-api', '--max-transaction-logs', '0']
        : []),
    ],
    // Its log files go below the home folder.
    environment: { HOME: folder },
  }),
}
