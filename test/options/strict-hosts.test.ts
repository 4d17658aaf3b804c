import { createHarness, UsageError } from 'tvilling'
import { birthReport, personMonitoring } from 'tvilling/mocks'
import { expect, test } from 'vitest'

const simulators = [personMonitoring, birthReport]
const HOSTS = 'api.roaring.io, birthreport.test'

test('with strictHosts, a host at which no simulated API is is refused by the names of those that are', async () => {
  await using harness = await createHarness({ simulators, strictHosts: true })
  const refused = harness.fetch('https://api.roaring.oi/token', { method: 'POST' })
  await expect(refused).rejects.toThrow(
    new UsageError(
      `No simulator is at api.roaring.oi: there are ${HOSTS}. Name a gateway of your own in strictHosts, as in ['gateway.example'].`,
    ),
  )
  expect(await harness.journal.find()).toEqual([])
  for (const url of [
    'https://api.roaring.io/token',
    'https://API.roaring.io:443/token',
    'http://birthreport.test/',
  ]) {
    expect((await harness.fetch(url)).status, url).toBeGreaterThanOrEqual(400)
  }
  expect(await harness.journal.find()).toHaveLength(3)
})

test('strictHosts takes the hosts of gateways beside those of the APIs', async () => {
  const strictHosts = ['gateway.example', 'https://other.example:8443']
  await using harness = await createHarness({ simulators, strictHosts })
  for (const host of ['gateway.example', 'other.example:8443', 'api.roaring.io']) {
    expect((await harness.fetch(`https://${host}/token`)).status, host).toBe(405)
  }
  await expect(harness.fetch('https://other.example/token')).rejects.toThrow('there are other.example:8443, ')
})

test('strictHosts knows the hosts that settings give', async () => {
  const settings = { 'birth-report': { origins: ['https://births.example'] } }
  await using harness = await createHarness({ simulators, settings, strictHosts: true })
  expect((await harness.fetch('https://births.example/nowhere')).status).toBe(404)
  await expect(harness.fetch('https://birthreport.test/nowhere')).rejects.toThrow('No simulator is at')
})

test('without strictHosts the path alone decides', async () => {
  await using harness = await createHarness({ simulators })
  expect((await harness.fetch('https://anywhere.example/token')).status).toBe(405)
})
