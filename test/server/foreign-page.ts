/** Pages of two sites: what a script in them can do to a server. */
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'

/** A site with one page, on a port of its own. */
export async function openSite(): Promise<{ port: number }> {
  const site = createServer((_, response) => {
    response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>A page</title>')
  }).listen(0, '127.0.0.1')
  await once(site, 'listening')
  onTestFinished(() => {
    site.closeAllConnections()
    site.close()
  })
  return { port: (site.address() as AddressInfo).port }
}

/** What a script saw of each attempt: `failed`, or the status and text that it could read. */
export type Seen = Record<string, string>

/**
 * Runs inside a page: tries everything that a page can send without permission, and says what it could read.
 * @param server where it sends it.
 */
export async function attack(server: string): Promise<Seen> {
  const seen: Seen = {}
  const control = `${server}/_tvilling`
  const note = async (name: string, sent: Promise<Response>) => {
    seen[name] = await sent.then(
      async (response) =>
        response.type === 'opaque' ? 'opaque' : `${response.status} ${await response.text()}`,
      () => 'failed',
    )
  }
  const json = { 'content-type': 'application/json' }
  const advance = JSON.stringify({ by: 'P1D' })
  const fault = JSON.stringify({ simulator: 'library', operation: 'listBooks', fault: 'reset' })
  await note('read', fetch(`${control}/clock`))
  await note('read without CORS', fetch(`${control}/clock`, { mode: 'no-cors' }))
  await note('simple POST', fetch(`${control}/clock/advance`, { method: 'POST', body: advance }))
  await note(
    'POST without CORS',
    fetch(`${control}/clock/advance`, { method: 'POST', body: advance, mode: 'no-cors' }),
  )
  await note(
    'fault without CORS',
    fetch(`${control}/faults`, { method: 'POST', body: fault, mode: 'no-cors' }),
  )
  await note('reset without CORS', fetch(`${control}/reset`, { method: 'POST', mode: 'no-cors' }))
  await note(
    'beacon',
    Promise.resolve(new Response(String(navigator.sendBeacon(`${control}/reset`, advance)))),
  )
  await note(
    'POST with preflight',
    fetch(`${control}/clock/advance`, { method: 'POST', headers: json, body: advance }),
  )
  await note(
    'PUT with preflight',
    fetch(`${control}/clock`, { method: 'PUT', headers: json, body: '{"mode":"real"}' }),
  )
  await note('DELETE with preflight', fetch(`${control}/faults`, { method: 'DELETE' }))

  /** Resolves with the name of the event, whichever comes. */
  const happened = (target: EventTarget) =>
    new Promise<string>((resolve) => {
      for (const name of ['load', 'error']) target.addEventListener(name, () => resolve(name))
    })
  for (const tag of ['img', 'script'] as const) {
    const element = document.createElement(tag)
    const event = happened(element)
    element.src = `${control}/openapi.json`
    document.body.append(element)
    seen[tag] = await event
  }
  const frame = document.createElement('iframe')
  frame.name = 'answer'
  document.body.append(frame)
  for (const [path, enctype] of [
    ['reset', 'text/plain'],
    ['clock/advance', 'text/plain'],
  ] as const) {
    const form = document.createElement('form')
    Object.assign(form, { method: 'post', action: `${control}/${path}`, enctype, target: 'answer' })
    const input = document.createElement('input')
    // As plain text it is {"by":"P1D","x":"="}.
    Object.assign(input, { name: '{"by":"P1D","x":"', value: '"}' })
    form.append(input)
    document.body.append(form)
    const event = happened(frame)
    form.submit()
    await event
    try {
      seen[`form to ${path}`] = frame.contentDocument?.body.textContent ?? 'failed'
    } catch {
      seen[`form to ${path}`] = 'failed'
    }
  }
  return seen
}
