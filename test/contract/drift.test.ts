import { beforeAll, describe, expect, test } from 'vitest'
import { play } from '../../server/drift/play.ts'
import { readHar } from '../../server/drift/read.ts'
import { isDeclared } from '../../server/drift/volatile.ts'
import { recordSession, type Session } from './recorded.ts'

describe('a recording of the twin played against the twin', () => {
  let session: Session

  beforeAll(async () => {
    session = await recordSession()
  })

  const differences = async (har: unknown, options = {}) => {
    const { drifts } = await play(readHar(har, 'session.har'), options)
    return drifts.flatMap(({ operation, differences: found }) =>
      found.map(({ pointer, recorded, twin }) => ({ operation, pointer, recorded, twin })),
    )
  }

  /** Changes the answer of an operation in the recording, as a service that has changed would. */
  function plant(har: Session['har'], operation: string, change: (body: never) => void): void {
    const entry = har.log.entries.find(({ _tvilling }) => _tvilling?.operation === operation)
    const content = entry?.response.content as { text: string }
    const body = JSON.parse(content.text)
    change(body as never)
    content.text = JSON.stringify(body)
  }

  test('does not differ, though ids, tokens and dates are others', async () => {
    const { drifts, played, skipped } = await play(readHar(session.har, 'session.har'))
    expect({ drifts, skipped }).toEqual({ drifts: [], skipped: [] })
    expect(played).toBe(session.har.log.entries.length)
  })

  test('differs in three places when three differences are planted: a value, a member, a status', async () => {
    const har = structuredClone(session.har)
    plant(har, 'consumer-intelligence.findPerson', (body: { sex?: string }) => {
      body.sex = 'OTHER'
    })
    plant(har, 'organization-session.getSessionResult', ({ keyInformation }: { keyInformation: object }) => {
      Object.assign(keyInformation, { creditRating: 'AAA' })
    })
    const called = har.log.entries.find(
      ({ _tvilling }) => _tvilling?.operation === 'indkaldelse.createIndkaldelse',
    )
    if (called) called.response.status = 202
    expect(await differences(har)).toEqual([
      {
        operation: 'organization-session.getSessionResult',
        pointer: '/body/keyInformation/creditRating',
        recorded: 'AAA',
        twin: expect.anything(),
      },
      {
        operation: 'consumer-intelligence.findPerson',
        pointer: '/body/sex',
        recorded: 'OTHER',
        twin: expect.any(String),
      },
      { operation: 'indkaldelse.createIndkaldelse', pointer: '/status', recorded: 202, twin: 200 },
    ])
  })

  test('is played though its tokens were issued before it began, to a client of its own', async () => {
    const har = structuredClone(session.har)
    const { log } = har
    log.entries = log.entries.filter(({ _tvilling }) => !_tvilling?.operation?.endsWith('.requestToken'))
    expect(await differences(har)).toEqual([])
  })

  test('knows whom only the service knew, but nobody whom it did not know either', async () => {
    const found = session.har.log.entries.filter(({ request }) => request.url.endsWith('/_find')).slice(-2)
    const [known = '', nobody = ''] = found.map(
      ({ request }) => JSON.parse(request.postData?.text ?? '').legalId,
    )
    const text = JSON.stringify(session.har)
      .replaceAll(known, '198507099805')
      .replaceAll(nobody, '199012129806')
      .replaceAll('x-tvilling-exchange', 'x-of-the-service')
    const differing = await differences(JSON.parse(text))
    expect(differing.filter(({ pointer }) => pointer === '/status')).toEqual([])
  })

  test('may differ where it was declared', async () => {
    const har = structuredClone(session.har)
    plant(har, 'consumer-intelligence.findPerson', (body: { sex?: string }) => {
      body.sex = 'OTHER'
    })
    expect(await differences(har, { volatile: ['findPerson#/sex'] })).toEqual([])
  })

  test('differs where a volatile value has another shape', async () => {
    const har = structuredClone(session.har)
    plant(har, 'birth-report.createBirthReport', (body: { personalIdentityNumber?: unknown }) => {
      body.personalIdentityNumber = null
    })
    expect((await differences(har)).map(({ pointer }) => pointer)).toEqual(['/body/personalIdentityNumber'])
  })
})

test('a volatile place is declared by a pointer, with * for a step and ** for any number of them', () => {
  expect(isDeclared(['/data/*/id'], 'list', ['data', 3, 'id'])).toBe(true)
  expect(isDeclared(['/**/age'], 'list', ['data', 3, 'person', 'age'])).toBe(true)
  expect(isDeclared(['get#/id'], 'list', ['id'])).toBe(false)
  expect(isDeclared(['/a~1b'], 'list', ['a/b'])).toBe(true)
})
