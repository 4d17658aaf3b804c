import { chromium } from 'playwright-core'
import { startServer } from 'tvilling/server'
import { expect, test } from 'vitest'
import { library, START } from '../engine/sample.ts'
import { findChromium, needs } from '../needs.ts'
import { inPage, openSite } from './foreign-page.ts'

needs('chromium')

test('a page of another site, in Chromium, can neither read nor change a server on loopback', async () => {
  await using server = await startServer({ port: 0, harness: { simulators: [library()], now: START } })
  const { port } = new URL(server.url)
  const site = await openSite()
  const tenant = await server.tenants.get('default')
  const declared = await tenant.faults.add({ simulator: 'library', operation: 'listBooks', fault: 'reset' })
  const state = async () => [
    await tenant.clock.read(),
    await tenant.faults.list(),
    await tenant.journal.actions(),
  ]
  const before = await state()

  const browser = await chromium.launch({
    executablePath: String(findChromium()),
    args: ['--no-sandbox', '--host-resolver-rules=MAP evil.example 127.0.0.1'],
  })
  try {
    const page = await browser.newPage()
    const seenFrom = async (address: string, target: string) => {
      await page.goto(address)
      return page.evaluate<Record<string, string>>(inPage(`foreignPage.attack(${JSON.stringify(target)})`))
    }

    // Another port is another origin, and the same site: ports do not count there.
    const elsewhere = await seenFrom(`http://localhost:${site.port}/`, server.url)
    const sameSite = await seenFrom(`http://127.0.0.1:${site.port}/`, server.url)
    for (const seen of [elsewhere, sameSite]) {
      for (const [name, what] of Object.entries(seen)) {
        expect(what, name).toMatch(/^(failed|opaque|error)$|^200 true$/)
      }
      expect(Object.keys(seen)).toHaveLength(13)
    }

    // A name that leads to another machine first, and to this one when the script runs (DNS rebinding). What the page is
    // does not matter: to the browser, the server itself is its origin now.
    const rebound = `http://evil.example:${port}`
    const seen = await seenFrom(`${rebound}/_tvilling/health`, rebound)
    for (const [name, what] of Object.entries(seen)) {
      expect(what, name).toMatch(
        /^(opaque|error)$|^200 true$|This server cannot be controlled as evil\.example/,
      )
    }
    expect(await state()).toEqual(before)
    expect(declared.matched).toBe(0)

    // The server's own origin may do it.
    await page.goto(`${server.url}/_tvilling/health`)
    expect(await page.evaluate(inPage('foreignPage.visit()'))).toMatch(
      /^200 .*"now": "2026-01-02T00:00:00.000Z"/s,
    )
    expect((await tenant.clock.read()).now).toBe('2026-01-02T00:00:00.000Z')
  } finally {
    await browser.close()
  }
})
