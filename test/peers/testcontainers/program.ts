/** What a user's test does, as a program: it is checked by TypeScript and run, with the real Testcontainers. */
import assert from 'node:assert/strict'
import { TvillingContainer } from 'tvilling/testcontainers'

const container = new TvillingContainer('tvilling')
  .withClock('manual')
  .withNow('2026-01-01T00:00:00Z')
  .withSeed(7)
  .withScenario('bundle-approved?id=b1')
  .withSettings({ 'person-monitoring': { nulls: 'absent' } })
  // Methods of Testcontainers itself return the same type.
  .withLabels({ purpose: 'test' })
  .withConfig({ maxTenants: 3 })

let url: string
{
  await using tvilling = await container.start()
  url = tvilling.url
  assert.equal((await fetch(`${url}/_tvilling/clock`)).status, 401, 'control needs the token')
  assert.equal(tvilling.controlToken.length > 15, true)

  await tvilling.control.clock.advance('PT2H')
  const { now, mode } = await tvilling.control.clock.read()
  assert.deepEqual({ now, mode }, { now: '2026-01-01T02:00:00.000Z', mode: 'manual' })
  const { items } = await tvilling.control.state.page('person-monitoring', 'bundles')
  assert.equal(
    items.some(({ key }) => key.includes('b1')),
    true,
    'the scenario is loaded',
  )

  const answer = await fetch(`${url}/t/mine/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: 'tvilling',
      client_secret: 'tvilling',
    }),
  })
  assert.equal(answer.status, 200)
  assert.equal((await tvilling.controlOf('mine').journal.find()).length, 1)
  assert.equal((await tvilling.control.tenants.list()).limit, 3)
}
await assert.rejects(fetch(url), 'it is stopped')

await assert.rejects(new TvillingContainer('tvilling').withClock('backwards').start(), /exited|backwards/i)
process.stdout.write('passed\n')
