import { isTestSwedishPersonalNumber } from 'tvilling/fixtures'
import { beforeAll, describe, expect, test } from 'vitest'
import { recordSession, type Session } from './recorded.ts'

/**
 * The sample application of `test/journeys/onboarding` works through the proxy with all five APIs: it takes a company
 * on, reports a birth, calls a citizen and has a board watched. Then the bytes of the recording are searched.
 */
describe('a recording of a session with all five APIs', () => {
  let session: Session
  let text: string

  beforeAll(async () => {
    session = await recordSession()
    text = JSON.stringify(session.har)
  })

  test('contains no original number, name, city, token, secret, id or webhook of the session', () => {
    expect(session.originals.size).toBeGreaterThan(30)
    const credentials = [...text.matchAll(/Basic ([A-Za-z0-9+/=]+)/g)].map(([, coded = '']) => atob(coded))
    const bytes = [text, text.replaceAll(/(?:%[0-9A-F]{2})+/g, decodeURIComponent), ...credentials].join('\n')
    const isIn = (original: string) =>
      /^\p{L}+$/u.test(original)
        ? new RegExp(`(?<!\\p{L})${original}(?!\\p{L})`, 'u').test(bytes)
        : bytes.includes(original)
    expect([...session.originals].filter(isIn)).toEqual([])
  })

  test('has every exchange, none of which broke a contract', () => {
    expect(session.passed.flatMap(({ breaches }) => breaches)).toEqual([])
    expect(session.har.log.entries).toHaveLength(session.passed.length)
    const apis = new Set(session.passed.map(({ operation }) => operation?.split('.')[0]))
    expect(apis.size).toBe(5)
  })

  test('has the same stand-in wherever the same original was: in URLs, bodies, files and headers', () => {
    const of = (operation: string) =>
      session.har.log.entries.filter(({ _tvilling }) => _tvilling?.operation?.endsWith(operation))
    const [created] = of('.createSession')
    const { sessionId } = JSON.parse(created?.response.content.text ?? '')
    expect(of('.getSessionResult')[0]?.request.url).toContain(`/${sessionId}/`)
    const [issued] = of('consumer-intelligence.requestToken')
    const { access_token: token } = JSON.parse(issued?.response.content.text ?? '')
    expect(of('.findPerson')[0]?.request.headers).toContainEqual({
      name: 'authorization',
      value: `Bearer ${token}`,
    })
    const found = JSON.parse(of('.findPerson')[0]?.response.content.text ?? '').legalId.value
    expect(of('.updateBundle')[0]?.request.postData?.text).toContain(found)
  })

  test('has valid numbers of the test series, whose dates agree with the birth dates beside them', () => {
    const found = session.har.log.entries
      .filter(({ _tvilling }) => _tvilling?.operation?.endsWith('.findPerson'))
      .filter(({ response }) => response.status === 200)
      .map(({ response }) => JSON.parse(response.content.text ?? ''))
    expect(found.length).toBeGreaterThan(3)
    for (const { legalId, birthDate } of found) {
      expect(isTestSwedishPersonalNumber(legalId.value)).toBe(true)
      expect(legalId.value.slice(0, 8)).toBe(birthDate.replaceAll('-', ''))
    }
  })

  test('has the length and the hash of a PDF in its place', () => {
    const report = session.har.log.entries.find(({ _tvilling }) =>
      _tvilling?.operation?.endsWith('.getSessionReport'),
    )
    expect(report?.response.content.text).toBeUndefined()
    expect(report?._tvilling?.response?.leftOut).toEqual({
      size: expect.any(Number),
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
    })
  })

  test('is reported by counts alone', () => {
    expect(session.counts).toMatchObject({ number: expect.any(Number), name: expect.any(Number) })
    expect(Object.values(session.counts).every((count) => Number.isInteger(count))).toBe(true)
  })
})
