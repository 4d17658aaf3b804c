/** Another site than the server, and the script that runs in its page. */
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
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

/** An expression that a page evaluates: a call of a function of foreign-page.js. */
export function inPage(call: string): string {
  return `${readFileSync(new URL('./foreign-page.js', import.meta.url), 'utf8')};${call}`
}
