import type { Model } from '../model.ts'
import { besides, text } from './code.ts'

/** `contract.ts`: the contract, for answers in the form that it has. */
export function contractFile({ name, title, events }: Model): string {
  const generated = events.length > 0 ? 'operations, webhooks' : 'operations'
  return text(
    `/** The contract of ${title.replaceAll('*/', '')}, for answers in the form that it has. */
import { openContract } from 'tvilling'
import { fakeText } from 'tvilling/fixtures'
import type { ${generated} } from '../../contracts/${name}/types.gen.ts'`,
    `export const document = ${besides(`../../contracts/${name}/openapi.gen.json`)}`,
    `export const contract = openContract<${generated}>(document, { words: fakeText })`,
  )
}
