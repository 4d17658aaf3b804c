/** The contract of Vipps MobilePay ePayment, for answers in the form that it has. */
import { openContract } from 'tvilling'
import { fakeText } from 'tvilling/fixtures'
import type { operations, webhooks } from '../../contracts/epayment/types.gen.ts'

export const document = new URL('../../contracts/epayment/openapi.gen.json', import.meta.url)

export const contract = openContract<operations, webhooks>(document, { words: fakeText })
