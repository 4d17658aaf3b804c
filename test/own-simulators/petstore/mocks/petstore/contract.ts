/** The contract of Petstore, for answers in the form that it has. */
import { openContract } from 'tvilling'
import { fakeText } from 'tvilling/fixtures'
import type { operations } from '../../contracts/petstore/types.gen.ts'

export const document = new URL('../../contracts/petstore/openapi.gen.json', import.meta.url)

export const contract = openContract<operations>(document, { words: fakeText })
