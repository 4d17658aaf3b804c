import type { Model } from '../model.ts'
import { besides, quote, text } from './code.ts'

/** `simulator.ts`: what it is made of, at a glance. */
export function simulatorFile(model: Model): string {
  const { name, identifier, title, collections, events, scopes, hasCredentials, operations } = model
  const tokens = operations.filter(({ role }) => role.kind === 'token').map(({ id }) => quote(id))
  const hasStates = collections.some(({ states }) => states)
  const scenarios = collections.length > 0 || events.length > 0
  return text(
    `/** The twin of ${title.replaceAll('*/', '')}: what it is made of. */
import { defineSimulator } from 'tvilling'
${[
  hasCredentials && `import { admit } from './access.ts'`,
  `import { document } from './contract.ts'`,
  events.length > 0 && `import { firedEvents, protocol } from './events.ts'`,
  `import { operations } from './operations.ts'`,
  `import { problems } from './problems.ts'`,
  scenarios && `import { scenarios } from './scenarios.ts'`,
  `import { ${['collections', hasStates && 'resources', 'settings'].filter(Boolean).join(', ')} } from './states.ts'`,
]
  .filter(Boolean)
  .join('\n')}`,
    `export const ${identifier} = defineSimulator({
${[
  `name: ${quote(name)},`,
  `provider: ${quote(title)},`,
  `document,`,
  `facts: ${besides(`../../contracts/${name}/facts.gen.json`)},`,
  `settings,`,
  `collections,`,
  scopes && `clients: [{ id: 'tvilling', secret: 'tvilling', scopes: [${scopes.map(quote).join(', ')}] }],`,
  tokens.length > 0 && `tokenOperations: [${tokens.join(', ')}],`,
  hasCredentials && `admit,`,
  `problems,`,
  `operations,`,
  hasStates && `resources,`,
  events.length > 0 && `webhooks: protocol,\n  events: firedEvents,`,
  scenarios && `scenarios,`,
]
  .filter(Boolean)
  .map((line) => `  ${line}`)
  .join('\n')}
})`,
  )
}
