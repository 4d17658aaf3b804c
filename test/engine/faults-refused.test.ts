import type { FaultDeclaration } from 'tvilling'
import { expect } from 'vitest'
import { eachDoor } from '../doors.ts'
import { library } from './sample.ts'

const operation = { simulator: 'library', operation: 'listBooks' }

const mistakes: [unknown, number, string][] = [
  [
    { ...operation, simulator: 'librarian', fault: 'reset' },
    404,
    'no simulator "librarian". Nearest: library.',
  ],
  [
    { ...operation, operation: 'listBook', fault: 'reset' },
    404,
    'no operation of library "listBook". Nearest',
  ],
  [{ ...operation, fault: 'respond-lost' }, 404, 'no fault "respond-lost". Nearest: response-lost'],
  [{ ...operation, fault: 'toString' }, 404, 'There is no fault "toString".'],
  [{ simulator: 'library', fault: 'reset' }, 400, 'The fault "reset" needs "operation".'],
  [{ ...operation, fault: 'status' }, 400, 'The fault "status" needs "status".'],
  [{ ...operation, fault: 'status', status: 418 }, 400, 'never answers 418. Its errors are 400,'],
  [{ ...operation, fault: 'status', status: 200, force: true }, 400, 'is an error, from 400 to 599'],
  [
    { ...operation, fault: 'reset', status: 500 },
    400,
    'The fault "reset" has no "status". It has operation,',
  ],
  [{ ...operation, fault: 'delay', delay: '2s' }, 400, '"delay" is a duration such as PT2S,'],
  [
    { ...operation, fault: 'delay', delay: { from: 'PT3S', to: 'PT1S' } },
    400,
    '"delay" ends before it begins.',
  ],
  [{ ...operation, fault: 'delay', delay: { median: 'PT3S', sigma: -1 } }, 400, 'a sigma from 0 to 5'],
  [{ ...operation, fault: 'slow-body', during: 'P1M' }, 400, '"during" is a duration such as PT30S'],
  [{ ...operation, fault: 'reset', times: 1.5 }, 400, '"times" is a whole number of at least 1.'],
  [{ ...operation, fault: 'reset', probability: 2 }, 400, '"probability" is a number from 0 to 1.'],
  [{ ...operation, fault: 'reset', for: 'an hour' }, 400, '"for" is a duration'],
  [
    { simulator: 'library', fault: 'drop', event: 'LOANS' },
    404,
    'no event of library "LOANS". Nearest: LOAN.',
  ],
  [{ ...operation, fault: 'drop' }, 400, 'The fault "drop" has no "operation". It has event,'],
  [{ simulator: 'library', fault: 'delay-delivery' }, 400, 'The fault "delay-delivery" needs "by".'],
  [{ simulator: 'library', fault: 'wrong-secret' }, 400, 'library does not sign its messages'],
  [
    { simulator: 'library', fault: 'stale-timestamp', by: 'PT1H' },
    400,
    'library does not stamp its messages',
  ],
]

eachDoor(
  'a fault that cannot be is refused with advice, and nothing is declared',
  async ({ control }) => {
    for (const [declaration, status, message] of mistakes) {
      const refused = expect(control.faults.add(declaration as FaultDeclaration), message).rejects
      await refused.toMatchObject({ status, message: expect.stringContaining(message) })
    }
    expect(await control.faults.list()).toEqual([])
  },
  { simulators: [library()] },
)
