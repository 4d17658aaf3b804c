import { join } from 'node:path'
import type { Peer } from './peer.ts'

/** json-server indents its JSON by two spaces; this middleware makes it send the same bytes as the others. */
const COMPACT = `module.exports = (request, response, next) => {
  request.app.set('json spaces', 0)
  next()
}
`

export const jsonServer: Peer = {
  name: 'json-server',
  package: 'json-server@0.17.4',
  needs: 'node',
  quiet: '--quiet, --no-cors, --no-gzip',
  files: ({ page }) => ({
    'database.json': JSON.stringify({ page: JSON.parse(page.body) }),
    'routes.json': JSON.stringify({ [`${page.path}?*`]: '/page', [page.path]: '/page' }),
    'compact.js': COMPACT,
    'package.json': '{ "type": "commonjs" }',
  }),
  command: ({ setting, port, installed }) => ({
    command: [
      process.execPath,
      join(installed, 'node_modules/json-server/lib/cli/bin.js'),
      ...['database.json', '--routes', 'routes.json', '--middlewares', './compact.js'],
      ...['--host', '127.0.0.1', '--port', String(port)],
      ...(setting === 'quiet' ? ['--quiet', '--no-cors', '--no-gzip'] : []),
    ],
  }),
}
