import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import express from 'express'
import { createHarness } from 'tvilling'
import { simulators } from 'tvilling/mocks'
import { tvilling } from 'tvilling/server'
import { expect, test } from 'vitest'

test('the Express sample of the README serves a simulator beside a route of the application', async () => {
  const [, section = ''] = readFileSync('README.md', 'utf8').split('## In an Express application')
  const sample = /```ts\n([\s\S]*?)```/.exec(section)?.[1] ?? ''
  const code = sample.replace(/^import .*\n/gm, '')
  const run = new Function(
    'express',
    'createHarness',
    'simulators',
    'tvilling',
    `return (async () => { ${code}; return app })()`,
  ) as (...given: unknown[]) => Promise<RequestListener>
  const server = createServer(await run(express, createHarness, simulators, tvilling)).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/registries`

  const token = await fetch(`${url}/as/token.oauth2`, {
    method: 'POST',
    headers: { authorization: `Basic ${btoa('tvilling:tvilling')}` },
    body: new URLSearchParams({ grant_type: 'client_credentials' }),
  })
  expect(token.status).toBe(200)
  expect(await (await fetch(`${url}/ours`)).text()).toBe('ours')
  server.closeAllConnections()
  server.close()
})
