/** A session in which an agent calls every tool once and gets what it asked for. */
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fromHar, replay } from 'tvilling'
import { simulators } from 'tvilling/mocks'
import { expect } from 'vitest'
import { startReceiver } from '../receiver.ts'
import type { Agent } from './agent.ts'

/** @param folder where the files are written. */
export async function callEveryTool({ client, call: callTool }: Agent, folder: string): Promise<void> {
  const called = new Set<string>()
  const call = (tool: string, given: Record<string, unknown> = {}) => {
    called.add(tool)
    return callTool(tool, given)
  }
  const receiver = await startReceiver()
  try {
    const { url, client: credentials } = await call('twin_address')
    expect(credentials).toEqual({ id: 'tvilling', secret: 'tvilling' })
    expect((await fetch(String(url))).status).toBe(404)
    expect((await call('simulators_list'))['simulators']).toHaveLength(simulators.length)
    expect(await call('simulator_read', { simulator: 'person-monitoring' })).toMatchObject({
      simulator: { provider: 'Roaring', resources: [{ collection: 'bundles' }] },
    })
    const page = await call('document_read', { uri: 'tvilling://simulators/person-monitoring' })
    expect(page['text']).toMatch(/^# person-monitoring$/m)
    const scenarios = (await call('scenarios_list', { simulator: 'person-monitoring' }))['scenarios']
    expect(scenarios).toContainEqual(expect.objectContaining({ name: 'bundle-approved' }))
    expect((await call('subjects_list', { simulator: 'person-monitoring' }))['subjects']).not.toEqual([])

    expect(await call('clock_read')).toMatchObject({ now: '2026-01-01T00:00:00.000Z', mode: 'manual' })
    const parameters = { url: receiver.url }
    await call('scenario_load', { name: 'monitoring-webhook-registered', parameters })
    await call('scenario_load', { name: 'bundle-approved', parameters: { id: 'mine' } })
    const bundles = { simulator: 'person-monitoring', collection: 'bundles' }
    const { items } = (await call('state_page', bundles)) as { items: { key: string }[] }
    expect(items).toMatchObject([{ value: { id: 'mine', status: 'APPROVED' } }])
    const answer = await call('request', {
      url: 'https://api.roaring.io/se/person/monitoring/1.0/bundles',
      client: 'tvilling',
    })
    expect(answer).toMatchObject({
      status: 200,
      headers: { 'x-tvilling-operation': 'person-monitoring.listBundles' },
    })
    expect(answer['body']).toContain('"mine"')

    const declared = {
      simulator: 'person-monitoring',
      operation: 'listBundles',
      fault: 'status',
      status: 500,
    }
    expect(await call('fault_add', declared)).toMatchObject({ fault: { id: 'f1' } })
    expect((await call('faults_list'))['faults']).toMatchObject([declared])
    expect(await call('faults_clear')).toEqual({ left: 0 })

    await call('person_change', { number: '198001022386', change: { familyName: 'Berg' } })
    expect(await call('deliveries_settle')).toEqual({ pending: 0 })
    expect(await call('clock_advance', { by: 'P2D' })).toMatchObject({ now: '2026-01-03T00:00:00.000Z' })
    // This provider sends a challenge before each message.
    expect(receiver.received).toHaveLength(2)
    const { deliveries } = (await call('deliveries_list')) as { deliveries: { id: string }[] }
    expect(deliveries).toMatchObject([{ state: 'DELIVERED', attempts: [{ outcome: 'accepted' }] }])
    expect((await call('deliveries_explain'))['explanation']).toContain('DELIVERED')
    await call('delivery_redeliver', { id: deliveries[0]?.id })
    await call('clock_set', { now: '2026-01-03T01:00:00Z' })
    expect(receiver.received).toHaveLength(4)
    const { simulator, key } = { simulator: 'person-monitoring', key: items[0]?.key }
    const moved = await call('state_transition', { simulator, collection: 'bundles', key, to: 'MISSING' })
    expect(moved).toMatchObject({ document: { status: 'MISSING' } })
    const fired = { simulator: 'consumer-intelligence', event: 'PING' }
    await call('scenario_load', { name: 'webhook-registered', parameters: { ...parameters, id: 'w' } })
    expect(await call('event_fire', fired)).toHaveProperty('fired')

    expect(await call('journal_find', { operation: 'listBundles' })).toMatchObject({
      exchanges: [{ id: 2, response: { status: 200 } }],
      omitted: 0,
    })
    expect((await call('journal_explain'))['explanation']).toContain('control: people.change')
    const har = join(folder, 'run.har')
    expect(await call('journal_save', { file: har })).toMatchObject({ file: har, exchanges: 2 })
    const recording = fromHar(JSON.parse(await readFile(har, 'utf8')))
    expect((await replay(recording, simulators)).difference).toBeUndefined()

    const state = join(folder, 'state.json')
    await call('snapshot_save', { file: state })
    expect(existsSync(state)).toBe(true)
    expect(await call('reset')).toEqual({ now: '2026-01-01T00:00:00.000Z' })
    expect((await call('state_page', bundles))['items']).toEqual([])
    expect(await call('snapshot_restore', { file: state })).toEqual({ now: '2026-01-03T01:00:00.000Z' })
    expect((await call('state_page', bundles))['items']).toContainEqual(expect.objectContaining({ key }))

    const report = join(folder, 'report.json')
    const verified = { api: 'birth-report', url, readOnly: true, runs: 1, file: report }
    expect(await call('verify', verified)).toMatchObject({ score: { failed: 0 }, failed: [], file: report })

    const { tools } = await client.listTools()
    expect([...called].sort()).toEqual(tools.map(({ name }) => name).sort())
  } finally {
    await receiver.close()
  }
}
