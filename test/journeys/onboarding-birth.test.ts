import { numberOf } from 'tvilling/fixtures'
import { expect } from 'vitest'
import { story } from './onboarding/story.ts'

const born = { date: '2025-12-24', gender: 'FEMALE', aliveAtBirth: true, mother: numberOf('mother') } as const
const reportId = 'e58ed763-928c-4155-bee9-fdbaaadc15f3'

/**
 * A girl is born on Christmas Eve. The service reports her and gets the number that she has for life; reported
 * again, since the first answer may have been lost, she has the same number still. She is a person from that moment
 * on: Consumer Intelligence, another provider altogether, finds her by it, in the city of her mother.
 */
story('a child that is reported has a number, once, and is found by it', async ({ births, persons }) => {
  const child = await births.report({ ...born, reportId })
  expect(await births.report({ ...born, reportId })).toEqual(child)
  const { personalNumber } = child as { personalNumber: string }
  expect((await persons.byNumber(personalNumber))?.personalNumber).toBe(personalNumber)
})

/**
 * Not every report ends with a number. When a child was not alive at birth there is none to give, and the provider
 * answers 202 with a text that is meant for whoever sits at the screen. It is no error and must not look like one:
 * the service hands the text on.
 */
story('a report that gives no number is explained to the user', async ({ births }) => {
  const answer = await births.report({ ...born, reportId, aliveAtBirth: false })
  expect(answer).toEqual({ message: expect.stringMatching(/\w/) })
})
