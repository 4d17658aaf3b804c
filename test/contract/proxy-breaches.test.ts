import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'
import { indkaldelse, simulators } from 'tvilling/mocks'
import { afterEach, describe, expect, test } from 'vitest'
import { type ProxiedExchange, type RunningProxy, startProxy } from '../../server/proxy/start.ts'
import { withSettings } from '../../src/simulator/apply-settings.ts'

const ending: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const end of ending.splice(0).reverse()) await end()
})

async function service(answer: RequestListener): Promise<string> {
  const server = createServer(answer)
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  ending.push(() => {
    server.closeAllConnections()
    return new Promise((closed) => server.close(closed))
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

async function proxyTo(target: string, record = false): Promise<RunningProxy> {
  const proxy = await startProxy({ simulators, targets: [{ path: '/', url: new URL(target) }], record })
  ending.push(proxy.close)
  return proxy
}

async function only(proxy: RunningProxy): Promise<ProxiedExchange> {
  await expect.poll(() => proxy.exchanges.length).toBe(1)
  return proxy.exchanges[0] as ProxiedExchange
}

const json = { 'content-type': 'application/json' }

describe('the proxy tells how a service that lies breaks the contract', () => {
  const page = { nextPageToken: null, data: [{ consumerId: 'a', market: 'SE', state: 'LOST' }] }

  test('a wrong value and missing members, by JSON pointer', async () => {
    const proxy = await proxyTo(
      await service((_request, response) => response.writeHead(200, json).end(JSON.stringify(page))),
    )
    await fetch(`${proxy.url}/consumer-intelligence/v3/consumers`)
    const { operation, breaches } = await only(proxy)
    expect(operation).toBe('consumer-intelligence.listConsumers')
    expect(breaches.map(({ side, pointer }) => `${side} ${pointer}`)).toEqual(
      expect.arrayContaining(['response /body/data/0/state', 'response /body/data/0/created']),
    )
  })

  test('a status, a media type and a body that the contract does not have', async () => {
    const answers = [
      [418, {}, ''],
      [200, { 'content-type': 'text/plain' }, 'hello'],
      [202, json, '{}'],
    ] as const
    const found: string[] = []
    for (const [status, headers, body] of answers) {
      const proxy = await proxyTo(
        await service((_request, response) => response.writeHead(status, headers).end(body)),
      )
      const method = status === 202 ? 'POST' : 'GET'
      await fetch(`${proxy.url}/consumer-intelligence/v3/consumers`, {
        method,
        ...(method === 'POST' && { headers: json, body: '[]' }),
      })
      found.push(...(await only(proxy)).breaches.map(({ pointer, message }) => `${pointer} ${message}`))
    }
    expect(found).toEqual([
      '/status 418 is not in the contract',
      '/header/content-type is not in the contract',
      '/body the contract has no body for this status',
    ])
  })

  test('[IN-28] a date-time without offset only where the settings refuse it', async () => {
    const found = []
    for (const dateTimesWithoutOffset of ['refused', 'Europe/Copenhagen']) {
      const target = await service((_request, response) => response.writeHead(412).end())
      const proxy = await startProxy({
        simulators: [withSettings(indkaldelse, { dateTimesWithoutOffset })],
        targets: [{ path: '/', url: new URL(target) }],
      })
      ending.push(proxy.close)
      await fetch(`${proxy.url}/v2/Indkaldelse`, {
        method: 'POST',
        headers: { ...json, 'x-civilregistrationIdentifier': '1702900991', 'x-requestId': 'a' },
        body: JSON.stringify({ moedeStarttidspunkt: '2026-02-02T09:00:00' }),
      })
      const { breaches } = await only(proxy)
      found.push(breaches.filter(({ side }) => side === 'request').map(({ pointer }) => pointer))
    }
    expect(found).toEqual([['/body/moedeStarttidspunkt'], []])
  })

  test('what the client sends wrong, without a value of it', async () => {
    const proxy = await proxyTo(await service((_request, response) => response.writeHead(400).end()))
    await fetch(`${proxy.url}/consumer-intelligence/v3/consumers?pageSize=all`)
    const asked = (await only(proxy)).breaches.filter(({ side }) => side === 'request')
    expect(asked).toEqual([{ side: 'request', pointer: '/query/pageSize', message: 'must be integer' }])
  })

  test('a path that is in no contract', async () => {
    const proxy = await proxyTo(await service((_request, response) => response.end('ok')))
    await fetch(`${proxy.url}/nowhere/811228-9874`)
    expect(await only(proxy)).toMatchObject({
      operation: undefined,
      breaches: [{ side: 'request', pointer: '/path', message: 'is in no contract that is looked at' }],
    })
  })
})

describe('what goes through is as it was', () => {
  test('method, path, query, headers and bytes; no redirect is followed', async () => {
    let seen: unknown
    const bytes = Buffer.from([0, 255, 13, 10, 128])
    const target = await service((request, response) => {
      const chunks: Buffer[] = []
      request.on('data', (chunk: Buffer) => chunks.push(chunk))
      request.on('end', () => {
        const { method, url, headers } = request
        seen = { method, url, headers, body: Buffer.concat(chunks) }
        response.writeHead(
          303,
          [
            ['Location', '/elsewhere'],
            ['Set-Cookie', 'a=1'],
            ['Set-Cookie', 'b=2'],
          ].flat(),
        )
        response.end(bytes)
      })
    })
    const proxy = await proxyTo(target)
    const response = await fetch(`${proxy.url}/a/%2e%2E/b//c?d=e%20f&d`, {
      method: 'PATCH',
      headers: { 'x-own': 'ÿ', te: 'trailers', 'x-request': '1' },
      body: bytes,
      redirect: 'manual',
    })
    expect([response.status, response.headers.get('location')]).toEqual([303, '/elsewhere'])
    expect(response.headers.getSetCookie()).toEqual(['a=1', 'b=2'])
    expect(Buffer.from(await response.arrayBuffer())).toEqual(bytes)
    expect(seen).toMatchObject({
      method: 'PATCH',
      body: bytes,
      headers: { host: new URL(target).host, 'x-own': 'ÿ' },
    })
    expect(seen).not.toHaveProperty('headers.te')
  })

  test('a compressed answer stays compressed on its way and is read all the same', async () => {
    const body = gzipSync(JSON.stringify({ error: 'x' }))
    const target = await service((_request, response) =>
      response.writeHead(200, { ...json, 'content-encoding': 'gzip' }).end(body),
    )
    const proxy = await proxyTo(target)
    const response = await fetch(`${proxy.url}/consumer-intelligence/v3/consumers`)
    expect(await response.json()).toEqual({ error: 'x' })
    expect((await only(proxy)).breaches.map(({ pointer }) => pointer)).toContain('/body/data')
  })

  test('a service that is not there is 502, and one that breaks off breaks off', async () => {
    const gone = await proxyTo('http://127.0.0.1:1')
    const refused = await fetch(`${gone.url}/x`)
    expect([refused.status, await refused.json()]).toEqual([
      502,
      { error: 'http://127.0.0.1:1 did not answer: ECONNREFUSED' },
    ])
    const target = await service((_request, response) => {
      response.writeHead(200, { 'content-length': '10' })
      response.write('half')
      setImmediate(() => response.destroy())
    })
    const broken = await proxyTo(target)
    await expect(fetch(`${broken.url}/x`).then((response) => response.text())).rejects.toThrow()
  })
})

test('a body of which nothing is known is left out of the recording, and an unknown header is replaced', async () => {
  const target = await service((_request, response) =>
    response
      .writeHead(200, {
        'content-type': 'text/html',
        'x-user': 'Anna Åkesson'.normalize('NFD').replaceAll(/[^ -~]/g, ''),
      })
      .end('<p>Anna Berg'),
  )
  const proxy = await proxyTo(target, true)
  await fetch(`${proxy.url}/nowhere/811228-9874?name=Anna%20Berg`, {
    headers: { cookie: 'session=abc123def', 'x-api-key': 'key-of-anna' },
  })
  await only(proxy)
  const text = JSON.stringify(proxy.recorder?.har())
  for (const original of ['811228-9874', 'Anna', 'abc123def', 'key-of-anna'])
    expect(text).not.toContain(original)
  expect(proxy.recorder?.har().log.entries[0]?._tvilling?.response?.leftOut.size).toBe(12)
})
