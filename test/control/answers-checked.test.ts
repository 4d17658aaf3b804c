import { connect } from 'tvilling'
import { expect, test } from 'vitest'
import { listen } from '../server/listen.ts'

const CLOCK = { now: '2026-01-01T00:00:00.000Z', mode: 'manual', factor: 1 }

test.each([
  ['as the contract has it', 200, CLOCK, undefined],
  [
    'with a member that the contract does not have',
    200,
    { ...CLOCK, zone: 'UTC' },
    /unevaluated properties zone/,
  ],
  ['without one that it requires', 200, { now: CLOCK.now, mode: 'manual' }, /required property 'factor'/],
  ['with a value of another kind', 200, { ...CLOCK, factor: '1' }, /\/factor must be number/],
  ['with a status that the operation does not have', 418, { error: 'Tea.' }, /readClock has no 418/],
])('in every test, an answer of control is read %s', async (_, status, body, flaw) => {
  const url = await listen((_request, response) => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
  })
  const read = connect(url).clock.read()
  if (flaw) await expect(read).rejects.toThrow(flaw)
  else expect(await read).toEqual(CLOCK)
})
