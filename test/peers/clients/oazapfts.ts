import { bodyText, clientPeer, command } from './generator.ts'

export const oazapfts = clientPeer({
  name: 'oazapfts',
  packages: ['oazapfts@7.5.0', '@oazapfts/runtime@1.2.0'],
  generated: 'client.ts',
  generate: async (setup) => void (await command(setup, 'oazapfts', [setup.contract.file, 'client.ts'])),
  prelude: (base) => `import * as api from './client'\napi.defaults.baseUrl = '${base}'`,
  /** What is required in the order of the contract, then the body, then the rest by name. */
  call(pair) {
    const { operation } = pair
    const camel = (name: string) =>
      name.replaceAll(/[-_. ]+(\w)/g, (_all, letter: string) => letter.toUpperCase())
    const shown = new Map(pair.parameters.map(({ parameter, value }) => [parameter, value]))
    const required = operation.parameters.filter(({ required }) => required)
    const values = required.map((parameter) => JSON.stringify(shown.get(parameter)))
    const body = bodyText(pair)
    if (body !== undefined) values.push(body)
    const optional = pair.parameters.filter(({ parameter }) => !parameter.required)
    if (optional.length > 0) {
      const named = optional.map(({ parameter, value }) => [camel(parameter.name), value])
      values.push(JSON.stringify(Object.fromEntries(named)))
    }
    return `api.${operation.id}(${values.join(', ')}).then(({ status }) => status)`
  },
})
