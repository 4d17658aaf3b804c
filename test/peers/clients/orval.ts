import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { bodyText, clientPeer, command, valuesIn } from './generator.ts'

export const orval = clientPeer({
  name: 'orval',
  packages: ['orval@8.38.0'],
  generated: 'client.ts',
  async generate(setup) {
    const output = {
      target: './client.ts',
      client: 'fetch',
      headers: true,
      clean: false,
      override: { fetch: { includeHttpResponseReturnType: true } },
    }
    const settings = { api: { input: setup.contract.file, output: { ...output, baseUrl: { runtime: 'BASE' } } } }
    writeFileSync(
      join(setup.folder, 'orval.config.mjs'),
      `export default ${JSON.stringify({ api: { ...settings.api, output: { ...output, baseUrl: setup.contract.simulated?.stage.url } } })}\n`,
    )
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
