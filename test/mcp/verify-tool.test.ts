import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import { nearAgent, ownTwin } from './agent.ts'

test('verify tells what a server gets wrong, how far it is meanwhile, and only reads where that was asked for', async () => {
  const methods = new Set<string>()
  const wrong = createServer((request, response) => {
    methods.add(`${request.method} ${request.url}`)
    response.setHeader('content-type', 'application/json').end('{}')
  })
  await new Promise<void>((listening) => wrong.listen(0, '127.0.0.1', listening))
  const target = `http://127.0.0.1:${(wrong.address() as AddressInfo).port}`
  const { client } = await nearAgent(await ownTwin())
  const steps: { progress: number; total?: number | undefined }[] = []
  const given = { api: 'person-monitoring', url: target, readOnly: true, seed: 7 }
  const answer = await client.callTool(
    { name: 'verify', arguments: given },
    { onprogress: (step) => steps.push(step) },
  )
  expect(steps.length).toBeGreaterThan(1)
  expect(steps.at(-1)?.progress).toBe(steps.at(-1)?.total)
  const report = answer.structuredContent as Record<string, unknown>
  expect(report).toMatchObject({ seed: 7, file: null, score: { percent: expect.any(Number) } })
  const failed = report['failed'] as { what: string; reasons: string[] }[]
  expect(failed.length).toBeGreaterThan(0)
  expect(failed[0]?.reasons[0]).toMatch(/\S/)
  expect([...methods].filter((one) => !/^(GET|POST \/token)/.test(one))).toEqual([])
  wrong.closeAllConnections()
  wrong.close()
})
