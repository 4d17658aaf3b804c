import http from 'node:http'
import https from 'node:https'
import axios from 'axios'
import { expect, vi } from 'vitest'
import { eachMsw } from './versions.ts'

const GATEWAY = 'http://gateway.example'
const TOKEN = 'https://api.roaring.io/token'

function send(secure: boolean, url: string): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const { request } = secure ? https : http
    request(url, { method: 'POST' }, resolve).on('error', reject).end('a=b')
  })
}

const CLIENTS: Readonly<Record<string, () => Promise<unknown>>> = {
  fetch: () => fetch(TOKEN, { method: 'POST', body: 'a=b' }),
  'node:https': () => send(true, TOKEN),
  'node:http': () => send(false, `${GATEWAY}/token`),
  axios: () => axios.post(TOKEN, 'a=b'),
}

/** The code of a reset: `fetch` of Node has it in the cause of its error. */
const codeOf = (error: { code?: string; cause?: { code?: string } }) => error.code ?? error.cause?.code

for (const fault of ['reset', 'response-lost'] as const) {
  eachMsw(
    `a declared ${fault} breaks the connection of each client, and is not reported as a mistake of a handler`,
    async ({ harness }) => {
      using errors = vi.spyOn(console, 'error')
      using warnings = vi.spyOn(console, 'warn')
      const rejected: unknown[] = []
      const note = (error: unknown) => void rejected.push(error)
      process.on('unhandledRejection', note)
      await harness.faults.add({ simulator: 'person-monitoring', operation: 'requestToken', fault })
      for (const [name, call] of Object.entries(CLIENTS)) {
        const error: unknown = await call().then(
          () => ({ code: 'answered' }),
          (error: unknown) => error,
        )
        expect(codeOf(error as { code?: string }), name).toBe('ECONNRESET')
      }
      expect(await harness.journal.find()).toHaveLength(Object.keys(CLIENTS).length)
      process.off('unhandledRejection', note)
      expect([errors.mock.calls, warnings.mock.calls, rejected]).toEqual([[], [], []])
    },
    { origins: [GATEWAY] },
  )
}
