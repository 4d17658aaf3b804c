/**
 * What each operation answers: what is kept if it keeps something, else the example of the contract, or one that is made
 * of its schema. Write your own where that is not enough.
 */
import type { Operations } from 'tvilling'
import type { operations as Promised } from '../../contracts/epayment/types.gen.ts'
import { contract } from './contract.ts'
import type { CallContext } from './states.ts'

export const operations = {
  /** EPAYMENT-01. Get an access token for the API keys of a sales unit. */
  fetchToken: async (_input, context) => contract.example('fetchToken', 200, context),

  /** EPAYMENT-02. Create a payment. */
  async createPayment({ body }, context) {
    const payment = contract.example('getPayment', 200, context, body).body
    if (await context.collections.payments.get(String(payment.reference))) {
      return contract.refusal('createPayment', 409, 'There is such a payment already.', context)
    }
    await context.begin('payments', payment)
    return contract.example('createPayment', 201, context, payment)
  },

  /** EPAYMENT-03. Get a payment. */
  async getPayment({ params }, context) {
    const payment = await context.collections.payments.get(String(params.reference))
    if (!payment) return contract.refusal('getPayment', 404, `There is no payment ${params.reference}.`, context)
    return { status: 200, body: payment }
  },

  /** EPAYMENT-04. Get what has happened to a payment. */
  getPaymentEvents: async (_input, context) => contract.example('getPaymentEvents', 200, context),

  /** EPAYMENT-05. Capture a part of what is authorized, or all of it. */
  capturePayment: async (_input, context) => contract.example('capturePayment', 200, context),

  /** EPAYMENT-06. Refund a part of what is captured, or all of it. */
  refundPayment: async (_input, context) => contract.example('refundPayment', 200, context),

  /** EPAYMENT-07. Cancel a payment, or what of it is not captured. */
  cancelPayment: async (_input, context) => contract.example('cancelPayment', 200, context),

  /** EPAYMENT-08. List the webhooks that are registered. */
  listWebhooks: async (_input, context) => contract.example('listWebhooks', 200, context),

  /** EPAYMENT-09. Register where events are sent. */
  registerWebhook: async (_input, context) => contract.example('registerWebhook', 201, context),

  /** EPAYMENT-10. Delete a webhook. */
  deleteWebhook: async (_input, context) => contract.example('deleteWebhook', 204, context),
} satisfies Operations<Promised, CallContext>
