import http from 'node:http'
import https from 'node:https'
import axios, { type AxiosRequestConfig } from 'axios'
import { expect } from 'vitest'
import { eachMsw } from './versions.ts'

const TOKEN = 'https://api.roaring.io/token'
const BUNDLES = 'https://api.roaring.io/se/person/monitoring/1.0/bundles'
const FORM = 'grant_type=client_credentials'
const BASIC = {
  authorization: `Basic ${btoa('tvilling:tvilling')}`,
  'content-type': 'application/x-www-form-urlencoded',
}

interface Answer {
  status: number
  // biome-ignore lint/suspicious/noExplicitAny: tests look into whatever was answered
  body: any
}

type Send = (
  method: 'GET' | 'POST',
  url: string,
  headers: Record<string, string>,
  body?: string,
) => Promise<Answer>

const viaNode =
  (module: typeof http | typeof https): Send =>
  (method, url, headers, body) =>
    new Promise((resolve, reject) => {
      const request = module.request(url, { method, headers }, (response) => {
        const chunks: Buffer[] = []
        response.on('data', (chunk: Buffer) => chunks.push(chunk))
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, body: JSON.parse(Buffer.concat(chunks).toString()) }),
        )
      })
      request.on('error', reject)
      request.end(body)
    })

const clients: Record<string, Send> = {
  fetch: async (method, url, headers, body) => {
    const response = await fetch(url, { method, headers, ...(body && { body }) })
    return { status: response.status, body: await response.json() }
  },
  'node:https': viaNode(https),
  axios: async (method, url, headers, data) => {
    const { status, data: body } = await axios.request({ method, url, headers, data })
    return { status, body }
  },
  'axios with its fetch adapter': async (method, url, headers, data) => {
    // Axios remembers the globals of its first call, which were those of another MSW.
    const { fetch, Request, Response } = globalThis
    const env = { fetch, Request, Response } as NonNullable<AxiosRequestConfig['env']>
    const { status, data: body } = await axios.request({ method, url, headers, data, adapter: 'fetch', env })
    return { status, body }
  },
}

for (const [name, send] of Object.entries(clients)) {
  eachMsw(`${name} signs in and reads`, async () => {
    const granted = await send('POST', TOKEN, BASIC, FORM)
    expect(granted.status).toBe(200)
    const listed = await send('GET', BUNDLES, { authorization: `Bearer ${granted.body.access_token}` })
    expect(listed.status).toBe(200)
    expect(listed.body.bundles).toHaveLength(2)
  })
}

eachMsw(
  'node:http reaches an origin of the user',
  async () => {
    const granted = await viaNode(http)('POST', 'http://localhost:8080/token', BASIC, FORM)
    expect(granted.status).toBe(200)
  },
  { origins: ['http://localhost:8080'] },
)
