import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { bodyText, clientPeer, command, valuesIn } from './generator.ts'

export const orval = clientPeer({
  name: 'orval',
  packages: ['orval@8.38.0'],
  generated: 'client.ts',
  async generate(setup) {
    const { file, simulated } = setup.contract
    const output = { target: './client.ts', client: 'fetch', headers: true, baseUrl: simulated?.stage.url }
    const settings = `export default ${JSON.stringify({ api: { input: file, output } })}\n`
    writeFileSync(join(setup.folder, 'orval.config.mjs'), settings)
    await command(setup, 'orval', ['--config', 'orval.config.mjs'])
  },
  prelude: () => "import * as api from './client'",
  /** Values of the path, then the body, then query and headers. */
  call(pair) {
    const values = Object.values(valuesIn(pair, 'path') ?? {}).map((value) => JSON.stringify(value))
    const body = bodyText(pair)
    if (body !== undefined) values.push(body)
    const { operation } = pair
    for (const place of ['query', 'header'] as const) {
      const takes = operation.parameters.some((parameter) => parameter.in === place)
      if (takes) values.push(JSON.stringify(valuesIn(pair, place)) ?? 'undefined')
    }
    return `api.${operation.id}(${values.join(', ')}).then(({ status }) => status)`
  },
})
