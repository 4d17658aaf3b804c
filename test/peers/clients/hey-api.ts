import { bodyText, clientPeer, command, valuesIn } from './generator.ts'

export const heyApi = clientPeer({
  name: 'hey-api',
  packages: ['@hey-api/openapi-ts@0.99.0'],
  generate: async (setup) =>
    void (await command(setup, 'openapi-ts', ['--input', setup.contract.file, '--output', 'client'])),
  prelude: (base) =>
    [
      "import { client } from './client/client.gen'",
      "import * as sdk from './client/sdk.gen'",
      `client.setConfig({ baseUrl: '${base}' })`,
    ].join('\n'),
  call(pair) {
    const members = {
      path: valuesIn(pair, 'path'),
      query: valuesIn(pair, 'query'),
      headers: valuesIn(pair, 'header'),
    }
    const written = Object.entries(members).flatMap(([name, value]) =>
      value ? [`${name}: ${JSON.stringify(value)}`] : [],
    )
    const body = bodyText(pair)
    if (body !== undefined) written.push(`body: ${body}`)
    return `sdk.${pair.operation.id}({ ${written.join(', ')} }).then(({ response }) => response?.status)`
  },
})
