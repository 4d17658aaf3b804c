import { expect, test } from 'vitest'
import { createLog, type LogFormat, type ServerLog } from '../../server/http/log.ts'

async function written(format: LogFormat, act: (log: ServerLog) => void): Promise<string> {
  let text = ''
  act(
    await createLog(format, (more) => {
      text += more
    }),
  )
  await new Promise((done) => setImmediate(done))
  return text
}

const answered = (reason = '') => ({ status: 400, headers: { 'x-tvilling-reason': reason } })
const asked = (path: string, query = '', headers = {}) => ({ method: 'GET', path, query, headers })
const formats = ['pretty', 'json'] as const

/** Synthetic numbers of each country, in the ways in which they are written. */
const NUMBERS = [
  '198001022386',
  '19800102-2386',
  '800102-2386',
  '800102%2B2386',
  '8001022386',
  '198001622385',
  '1702900991',
  '170290-0991',
  '07877709749',
  '078777%2009749',
  '070777-908A',
  '070777A908A',
]

for (const format of formats) {
  test(`the ${format} log shows no number of a person in path, query or reason`, async () => {
    const text = await written(format, (log) => {
      for (const number of NUMBERS) {
        log.exchange('default', asked(`/se/people/${number}/details`), answered(), 1)
        log.exchange('default', asked('/a%2F', `about=${number}&page=2`), answered(), 1)
        log.exchange('default', asked('/a'), answered(`"${number}" is nobody. (${number})`), 1)
      }
    })
    const lines = text.trimEnd().split('\n')
    expect(lines).toHaveLength(NUMBERS.length * 3)
    for (const [index, line] of lines.entries()) {
      expect(line).not.toContain(NUMBERS[Math.floor(index / 3)])
      expect(line).toMatch(
        [/\/se\/people\/\[redacted\]\/details/, /about=\[redacted\]&page=2/, /is nobody/][
          index % 3
        ] as RegExp,
      )
    }
  })

  test(`the ${format} log does not show credentials of a query, a header or a text`, async () => {
    const secret = 'c0rrect-h0rse.battery_staple'
    const query = ['access_token', 'client_secret', 'code', 'api_key', 'client%5Fassertion', 'password']
      .map((name) => `${name}=${secret}`)
      .join('&')
    const text = await written(format, (log) => {
      log.exchange('default', asked('/a', `${query}&state=open`), answered(), 1)
      log.exchange('default', asked('/b'), answered(`"Bearer ${secret}" is unknown.`), 1)
      log.exchange('default', asked('/c'), answered(`{"client_secret":"${secret}"} is wrong.`), 1)
      const headers = { authorization: `Bearer ${secret}` }
      log.exchange('default', asked('/d', '', headers), answered(`Nobody issued ${secret}.`), 1)
    })
    expect(text).not.toContain(secret)
    expect(text).toContain('access_token=[redacted]&client_secret=[redacted]&code=[redacted]')
    expect(text).toContain('state=open')
    expect(text).toContain('Nobody issued [redacted].')
  })

  test(`the ${format} log does not show the values in an error`, async () => {
    const cause = new Error('UNIQUE failed for 198001022386')
    const error = Object.assign(new Error('No row 8001022386, Bearer abc.def', { cause }), {
      accessToken: 'abc.def',
      row: { number: '070777-908A', tries: 3 },
    })
    const text = await written(format, (log) => log.defect(error))
    expect(text).not.toMatch(/2386|908A|abc\.def/)
    expect(text).toContain('No row [redacted], Bearer [redacted]')
  })
}

test('what only looks like a number is shown', async () => {
  const shown = [
    '1767225600',
    '1767225600000',
    '20260101',
    '2026-01-01T00:00:00Z',
    '5591234567',
    '0123456789abcdef0123456789abcdef',
    '3f2b8a52-0a1d-4c8e-9f10-8b1c2d3e4f50',
    '123456',
  ]
  const lines = await written('pretty', (log) => {
    for (const text of shown) log.exchange('t', asked(`/a/${text}`), answered(), 1)
  })
  for (const text of shown) expect(lines).toContain(`/a/${text} unmatched`)
})
