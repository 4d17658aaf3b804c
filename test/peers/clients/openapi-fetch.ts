import { bodyText, clientPeer, command, valuesIn } from './generator.ts'

/** The types of openapi-typescript, called by its own client. */
export const openapiTypescript = clientPeer({
  name: 'openapi-typescript',
  packages: ['openapi-typescript@7.13.0', 'openapi-fetch@0.17.0'],
  generate: async (setup) =>
    void (await command(setup, 'openapi-typescript', [setup.contract.file, '-o', 'schema.ts'])),
  prelude: (base) =>
    [
      "import createClient from 'openapi-fetch'",
      "import type { paths } from './schema'",
      `const client = createClient<paths>({ baseUrl: '${base}' })`,
      'function encoded(body: object) { return new URLSearchParams(body as Record<string, string>) }',
      'function form(body: object) {',
      '  const data = new FormData()',
      '  for (const [name, value] of Object.entries(body)) data.set(name, value)',
      '  return data',
      '}',
    ].join('\n'),
  call(pair) {
    const params = {
      path: valuesIn(pair, 'path'),
      query: valuesIn(pair, 'query'),
      header: valuesIn(pair, 'header'),
    }
    const written = Object.values(params).some(Boolean) ? [`params: ${JSON.stringify(params)}`] : []
    const { operation, body } = pair
    const multipart = body?.mediaType === 'multipart/form-data'
    const text = bodyText(pair)
    if (text !== undefined && body) {
      // The types know a file of a form as a string.
      written.push(`body: ${multipart ? `${text} as never` : text}`)
      if (multipart) written.push('bodySerializer: form')
      if (body.mediaType === 'application/x-www-form-urlencoded') {
        written.push(`bodySerializer: encoded, headers: { 'Content-Type': '${body.mediaType}' }`)
      }
    }
    const [content] = operation.answers.get(String(pair.status))?.content ?? []
    // Its client reads every answer as JSON unless it is told.
    if (content && !/json/.test(content.mediaType)) written.push("parseAs: 'arrayBuffer'")
    return `client.${operation.method}('${operation.path}', { ${written.join(', ')} }).then(({ response }) => response.status)`
  },
})
