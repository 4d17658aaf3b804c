import type { Model } from '../model.ts'
import { text } from './code.ts'

/** `contract.ts`: the contract, for answers in the form that it has. */
export function contractFile({ name, title }: Model): string {
  return text(
    `/** The contract of ${title.replaceAll('*/', '')}, for answers in the form that it has. */
import { openContract } from 'tvilling'
import { fakeText } from 'tvilling/fixtures'
import type { operations } from '../../contracts/${name}/types.gen.ts'`,
    `export const document = new URL('../../contracts/${name}/openapi.gen.json', import.meta.url)`,
    `export const contract = openContract<operations>(document, { words: fakeText })`,
  )
}
