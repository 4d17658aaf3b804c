import type { Model } from '../model.ts'
import { access, member, quote, text } from './code.ts'

/** `scenarios.ts`: named starting states. */
export function scenariosFile(model: Model): string {
  const { name, collections, events } = model
  return text(
    `/** Named starting states: a test's set-up, an option of \`serve\` and a provider state of Pact alike. */
import { defineScenarios } from 'tvilling'
${collections.length > 0 ? `import { contract } from './contract.ts'\n` : ''}import type { Types } from './states.ts'`,
    collections.length > 0 &&
      `const count = { type: 'integer', minimum: 1, maximum: 1_000, default: 3, description: 'how many' } as const`,
    `export const scenarios = defineScenarios<Types>()({
${[
  ...collections.map((collection) => {
    const { name: many, single, key, read, states } = collection
    const { status = 200 } = model.operations.find(({ id }) => id === read) ?? {}
    return `  ${quote(`${name}-${dashed(many)}`)}: {
    about: ${quote(`There are ${many}, made of their schema.`)},
    parameters: { count },
    async load({ count }, context) {
      const keys: string[] = []
      for (let number = 1; number <= count; number += 1) {
        const known = { ${member(key)}: ${keyed(collection, status)} }
        const ${single} = contract.example(${quote(read)}, ${status}, context, known).body
        ${states ? `await context.begin(${quote(many)}, ${single})` : `await context.collections.${many}.put(${single})`}
        keys.push(String(${single}${access(key)}))
      }
      return { keys }
    },
  },\n`
  }),
  ...(events.length > 0
    ? [
        `  ${quote(`${name}-receiver`)}: {
    about: 'Somebody listens to the events.',
    parameters: { url: { type: 'string', format: 'uri', description: 'where they are sent' } },
    async load({ url }, context) {
      const receiver = { id: context.random.uuid(), url, secret: context.random.token(32) }
      await context.collections.receivers.put(receiver)
      return receiver
    },
  },\n`,
      ]
    : []),
].join('\n')}})`,
  )
}

/** Keys of the scenario's documents: 1, 2, 3, or `pet-1` where they are texts. */
function keyed({ keySchema, single, read, key }: Model['collections'][number], status: number): string {
  const { type, format, pattern, enum: values, maxLength } = keySchema
  const types = [type].flat()
  if (types.includes('integer') || types.includes('number')) return 'number'
  if (format === 'uuid') return 'context.random.uuid()'
  if (pattern !== undefined || values !== undefined) {
    return `contract.draw(${quote(read)}, ${status}, ${quote(key)}, context)`
  }
  const short = typeof maxLength === 'number' && maxLength < single.length + 5
  return short ? 'String(number)' : `\`${dashed(single)}-\${number}\``
}

const dashed = (name: string) => name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
