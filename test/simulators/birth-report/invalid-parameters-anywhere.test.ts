import { readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { expect, test } from 'vitest'

const document = JSON.parse(
  readFileSync(new URL('../../../contracts/birth-report/openapi.gen.json', import.meta.url), 'utf8'),
)

test('[BR-25] by the contract, every error may have invalidParameters: some, none, or null', () => {
  const ajv = new Ajv2020({ strict: false })
  ajv.addSchema(document, 'contract')
  const error = { title: 'Bad Gateway', detail: 'Not reached.', status: 502, errorId: '7a40216a' }
  const entry = { reason: 'is required', value: '', property: 'reportId' }
  for (const invalidParameters of [[], null, [entry]]) {
    for (const schema of ['ApiError', 'InvalidParametersError']) {
      const validate = ajv.getSchema(`contract#/components/schemas/${schema}`)
      expect(validate?.({ ...error, invalidParameters }), schema).toBe(true)
    }
  }
  expect(ajv.getSchema('contract#/components/schemas/ApiError')?.(error)).toBe(true)
})
