import { mkdtemp, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { numberOf } from 'tvilling/fixtures'
import { simulators } from 'tvilling/mocks'
import { main, startServer } from 'tvilling/server'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startCommand } from '../server/process.ts'
import { changedService } from './changed-service.ts'

let server: Awaited<ReturnType<typeof startServer>>
let folder: string

beforeAll(async () => {
  server = await startServer({ port: 0, harness: { simulators, now: '2026-01-01T00:00:00Z' } })
  folder = await mkdtemp(join(tmpdir(), 'verdicts-'))
})

afterAll(() => server.close())

async function run(...argv: string[]) {
  let out = ''
  const write = (text: string) => {
    out += text
  }
  return { code: await main(argv, { out: write, error: write }), out }
}

/** A code of Skatteverket that we did not assume: only 201 is known (BR-17, BR-25). */
const otherCodes = (text: string) => text.replace(/("messageConfirmationCode":)"20[2-5]"/, '$1"777"')

/** A report without its id breaks what the provider documents (BR-02). */
const withoutReportId = (text: string, status: number) =>
  status === 202 ? text.replace(/"reportId":"[^"]*",/, '') : text

const WORDS =
  /our assumption is wrong: BR-17(?:, BR-\d+)*; a setting that mends it: birth-report\.words\["MessageConfirmationCode"\]/

const birth = (mother: object) => ({
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({
    reportId: crypto.randomUUID(),
    reportedBy: { reporter: 'Alfa Förlossning' },
    mother,
    child: { date: '2025-11-03', gender: 'FEMALE', municipality: '1480', aliveAtBirth: true, order: 1 },
  }),
})
const BY_DAY = { dateOfBirth: { year: '1998', month: '11', day: '30' } }
const PROTECTED = { personalIdentityNumber: { id: numberOf('protected-mother') } }

describe('verify', () => {
  const verifies = async (change: typeof withoutReportId, ...more: string[]) => {
    const service = await changedService(server.url, change)
    const target = ['--url', service.url, '--control', server.url]
    try {
      return await run('verify', '--api', 'birth-report', ...target, '--seed', '1', '--runs', '1', ...more)
    } finally {
      await service.close()
    }
  }

  test('reports an assumption that is wrong with the setting that mends it, and exits with 0', async () => {
    const file = join(folder, 'verify.json')
    const { code, out } = await verifies(otherCodes, '--json', file)
    expect(out).toContain(`Our assumption is wrong:\n  ✗ createBirthReport 202\n`)
    expect(out).toMatch(WORDS)
    expect(out).toMatch(/^100 %: \d+ held of \d+, 0 failed, \d+ where our assumption is wrong, 0 never/m)
    expect(code).toBe(0)
    const { items } = JSON.parse(await readFile(file, 'utf8'))
    expect(items.find(({ name }: { name: string }) => name === '202').verdict).toEqual({
      class: 'assumption',
      facts: expect.arrayContaining(['BR-17']),
      settings: expect.arrayContaining(['birth-report.words["MessageConfirmationCode"]']),
    })
  })

  test('exits with 1 for it if it is strict', async () => {
    const { code, out } = await verifies(otherCodes, '--strict')
    expect(out).toMatch(WORDS)
    expect(code).toBe(1)
  })

  test('exits with 1 for a broken promise', async () => {
    const { code, out } = await verifies(withoutReportId)
    expect(out).toMatch(
      /✗ createBirthReport 202\n {6}reportId is required\n {6}breaks what the provider promises/,
    )
    expect(code).toBe(1)
  })
})

describe('proxy', () => {
  const proxies = async (change: typeof withoutReportId, ...flags: string[]) => {
    const service = await changedService(server.url, change)
    const proxy = await startCommand('proxy', '--api', 'birth-report', '--target', service.url, ...flags)
    await fetch(`${proxy.url}/v1/birthreport`, birth(BY_DAY))
    const code = await proxy.end('SIGTERM')
    await service.close()
    return { code, out: proxy.output() }
  }

  test('reports an assumption that is wrong, in text and JSON, and exits with 0', async () => {
    const file = join(folder, 'proxy.json')
    const { code, out } = await proxies(otherCodes, '--json', file)
    expect(out).toContain(`response #/body/message/messageConfirmationCode must be one of`)
    expect(out).toMatch(WORDS)
    expect(out).toContain('1 exchanges: 0 requests and 0 responses broke the contract\n')
    expect(code).toBe(0)
    const { exchanges } = JSON.parse(await readFile(file, 'utf8'))
    expect(exchanges[0].breaches[0].verdict).toMatchObject({
      class: 'assumption',
      facts: expect.arrayContaining(['BR-17']),
    })
  })

  test('exits with 1 for it if it is strict, and for a broken promise in any case', async () => {
    expect((await proxies(otherCodes, '--strict')).code).toBe(1)
    const broken = await proxies(withoutReportId)
    expect(broken.out).toContain('response #/body/reportId is required (breaks what the provider promises)')
    expect(broken.code).toBe(1)
  }, 60_000)
})

describe('drift', () => {
  const drifts = async (file: string, ...flags: string[]) =>
    run('drift', file, '--api', 'birth-report', ...flags)

  test('reports an assumption that is wrong, in text and JSON, and exits with 1 only if it is strict', async () => {
    const file = join(folder, 'session.har')
    const proxy = await startCommand('proxy', '--target', server.url, '--record', file)
    await fetch(`${proxy.url}/v1/birthreport`, birth(PROTECTED))
    await proxy.end('SIGTERM')
    const har = JSON.parse(await readFile(file, 'utf8'))
    const { content } = har.log.entries[0].response
    content.text = otherCodes(content.text)
    await writeFile(file, JSON.stringify(har))

    const { code, out } = await drifts(file)
    expect(out).toMatch(new RegExp(`recorded "777", twin "203" \\(${WORDS.source}`))
    expect(out).toContain('1 exchanges played, 1 differ, 1 of them where our assumption is wrong\n')
    expect(code).toBe(0)
    const json = JSON.parse((await drifts(file, '--json')).out)
    expect(json.drifts[0].differences[0].verdict).toMatchObject({
      class: 'assumption',
      facts: expect.arrayContaining(['BR-17']),
    })
    expect((await drifts(file, '--strict')).code).toBe(1)
  }, 60_000)
})
