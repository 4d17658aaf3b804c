import { type Control, connect, createHarness, type Harness } from 'tvilling'
import { indkaldelse, personMonitoring, simulators } from 'tvilling/mocks'
import { handlers } from 'tvilling/msw'
import { harnessTest } from 'tvilling/vitest'
import { expect, expectTypeOf, test } from 'vitest'

/** Compiled, not run: what does not compile is wrong before anything happens. */
const compiled = (_says: (harness: Awaited<ReturnType<typeof open>>) => unknown) => expect(true).toBe(true)
const open = () => createHarness({ simulators })

test('faults name the operations and events of their simulator', () => {
  compiled((harness) => [
    harness.faults.add({ simulator: 'indkaldelse', operation: 'createIndkaldelse', fault: 'reset' }),
    harness.faults.add({ simulator: 'person-monitoring', event: 'populationRegisterSe', fault: 'drop' }),
    harness.faults.add({ simulator: 'organization-session', fault: 'duplicate' }),
    // @ts-expect-error there is no such simulator
    harness.faults.add({ simulator: 'indkaldelser', operation: 'createIndkaldelse', fault: 'reset' }),
    // @ts-expect-error the operation is misspelt
    harness.faults.add({ simulator: 'indkaldelse', operation: 'createIndkaldelser', fault: 'reset' }),
    // @ts-expect-error the operation is another simulator's
    harness.faults.add({ simulator: 'indkaldelse', operation: 'updateBundle', fault: 'reset' }),
    // @ts-expect-error the event is another simulator's
    harness.faults.add({ simulator: 'person-monitoring', event: 'PING', fault: 'drop' }),
    // @ts-expect-error a message is not delayed like an answer
    harness.faults.add({ simulator: 'person-monitoring', event: 'populationRegisterSe', fault: 'delay' }),
  ])
})

test('events are fired with the parameters that they have', () => {
  const toOne = { simulator: 'organization-session', sessionId: 's' } as const
  compiled((harness) => [
    harness.events.fire({ simulator: 'organization-session', event: 'AllDone', sessionId: 's' }),
    harness.events.fire({
      simulator: 'consumer-intelligence',
      event: 'LIFE_EVENT',
      gedi: 'g',
      probability: 3,
    }),
    // @ts-expect-error the event is misspelt
    harness.events.fire({ simulator: 'organization-session', event: 'AlDone', sessionId: 's' }),
    // @ts-expect-error the session is missing
    harness.events.fire({ simulator: 'organization-session', event: 'AllDone' }),
    // @ts-expect-error it takes no report
    harness.events.fire({ ...toOne, event: 'AllDone', report: 'aml' }),
    // @ts-expect-error there is no such report
    harness.events.fire({ ...toOne, event: 'ReportReady', report: 'am' }),
  ])
})

test('scenarios are loaded by name, with their parameters', () => {
  compiled((harness) => [
    harness.scenarios.load('bundle-approved'),
    harness.scenarios.load('bundle-approved', { id: 'b2', numbers: ['198001022386'] as const }),
    harness.scenarios.load('myndighedsdeltager-created', { svar: 'AFBUD' }),
    harness.scenarios.load('birth-report-forbidden'),
    // @ts-expect-error the scenario is misspelt
    harness.scenarios.load('bundel-approved'),
    // @ts-expect-error the parameter is misspelt
    harness.scenarios.load('bundle-approved', { ids: 'b2' }),
    // @ts-expect-error the parameter is of another type
    harness.scenarios.load('bundle-sent-in', { count: 'many' }),
    // @ts-expect-error there is no such answer
    harness.scenarios.load('myndighedsdeltager-created', { svar: 'AFBUDT' }),
    // @ts-expect-error the url is required
    harness.scenarios.load('monitoring-webhook-registered'),
    // @ts-expect-error it has no parameters
    harness.scenarios.load('birth-report-forbidden', { who: 'everybody' }),
  ])
})

test('state is read and moved by collection and state', () => {
  compiled((harness) => [
    harness.state.page('person-monitoring', 'monitoredDays'),
    harness.state.transition('person-monitoring', 'bundles', 'k', 'APPROVED'),
    // @ts-expect-error the collection is misspelt
    harness.state.page('person-monitoring', 'bundels'),
    // @ts-expect-error the collection is another simulator's
    harness.state.page('person-monitoring', 'consumers'),
    // @ts-expect-error the state is misspelt
    harness.state.transition('person-monitoring', 'bundles', 'k', 'APROVED'),
    // @ts-expect-error its documents have no states
    harness.state.transition('person-monitoring', 'webhooks', 'k', 'APPROVED'),
  ])
})

test('journal and deliveries are filtered by the names of one simulator', () => {
  compiled((harness) => [
    harness.journal.find({ operation: 'updateBundle', status: 200 }),
    harness.journal.find({ simulator: 'birth-report', operation: 'createBirthReport' }),
    harness.journal.explain({ simulator: 'birth-report' }),
    harness.deliveries.list({ event: 'PING', state: 'FAILED' }),
    harness.deliveries.explain({ simulator: 'organization-session', event: 'AllDone' }),
    // @ts-expect-error the operation is misspelt
    harness.journal.find({ operation: 'updateBundel' }),
    // @ts-expect-error the operation is another simulator's
    harness.journal.find({ simulator: 'birth-report', operation: 'updateBundle' }),
    // @ts-expect-error the event is another simulator's
    harness.deliveries.list({ simulator: 'organization-session', event: 'PING' }),
    // @ts-expect-error there is no such state
    harness.deliveries.list({ state: 'FAILD' }),
  ])
})

test('tokens, contracts, settings and clients name simulators', () => {
  compiled((harness) => [
    harness.tokens.accept({ simulator: 'person-monitoring', token: 't' }),
    harness.contract('birth-report'),
    createHarness({
      simulators,
      settings: { 'person-monitoring': { retries: ['PT1M'] as const, largeFile: 10 } },
      clients: { 'person-monitoring': [] },
    }),
    // @ts-expect-error the simulator is misspelt
    harness.tokens.accept({ simulator: 'person-monitorin', token: 't' }),
    // @ts-expect-error the simulator is misspelt
    harness.contract('birth-reports'),
    // @ts-expect-error the simulator is misspelt
    createHarness({ simulators, settings: { 'person-monitorin': {} } }),
    // @ts-expect-error the setting is misspelt
    createHarness({ simulators, settings: { 'person-monitoring': { largeFiles: 10 } } }),
    createHarness({
      simulators,
      settings: {
        'birth-report': { nulls: 'refused', words: { 'Child.gender': { MALE: 'M' } } },
        'organization-session': { paths: { getSession: '/status/{country}/{sessionId}' }, origins: [] },
      },
    }),
    // @ts-expect-error the operation is misspelt
    createHarness({ simulators, settings: { 'organization-session': { paths: { getSesion: '/x' } } } }),
    // @ts-expect-error the value is none of the two
    createHarness({ simulators, settings: { 'birth-report': { nulls: 'never' } } }),
    // @ts-expect-error the setting is a number
    createHarness({ simulators, settings: { 'person-monitoring': { largeFile: '10' } } }),
    // @ts-expect-error the simulator is misspelt
    createHarness({ simulators, clients: { 'person-monitorin': [] } }),
    // @ts-expect-error that simulator is not in this harness
    createHarness({ simulators: [indkaldelse], settings: { 'person-monitoring': {} } }),
  ])
})

test('a harness of some simulators knows theirs alone', () => {
  compiled(async () => {
    const harness = await createHarness({ simulators: [indkaldelse, personMonitoring] })
    harness.state.page('indkaldelse', 'indkaldelser')
    // @ts-expect-error that simulator is not in this harness
    harness.state.page('birth-report', 'reports')
  })
})

test('without names, a control takes plain texts, and every harness is one', () => {
  expectTypeOf<Harness>().toExtend<Control>()
  expectTypeOf<Awaited<ReturnType<typeof open>>>().toExtend<Harness>()
  expectTypeOf<Awaited<ReturnType<typeof open>>>().toExtend<Control>()
  compiled(async (harness) => {
    const name: string = 'any'
    const connection = connect('http://127.0.0.1:1')
    connection.faults.add({ simulator: name, operation: name, fault: 'reset' })
    connection.scenarios.load(name, { any: 1 })
    connection.state.transition(name, name, name, name)
    connection.events.fire({ simulator: name, event: name, any: 1 })
    handlers(harness)
  })
})

test('the Vitest door passes the names through', () => {
  compiled(() => {
    harnessTest({ settings: { 'person-monitoring': { largeFile: 10 } } })('…', ({ harness }) => {
      harness.scenarios.load('bundle-approved')
      // @ts-expect-error the scenario is misspelt
      harness.scenarios.load('bundel-approved')
    })
    harnessTest({ simulators: [indkaldelse] })('…', ({ harness }) => {
      // @ts-expect-error that simulator is not in this harness
      harness.scenarios.load('bundle-approved')
    })
    // @ts-expect-error the setting is misspelt
    harnessTest({ settings: { 'person-monitoring': { largeFiles: 10 } } })
  })
})
