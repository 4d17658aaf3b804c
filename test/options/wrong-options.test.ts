import { connect, createHarness, type Harness, UsageError } from 'tvilling'
import { birthReport, simulators } from 'tvilling/mocks'
import { handlers } from 'tvilling/msw'
import { startServer, tvilling } from 'tvilling/server'
import { harnessTest } from 'tvilling/vitest'
import { describe, expect, test } from 'vitest'

/** What plain JavaScript would let pass. */
const untyped = <T>(value: unknown) => value as T

async function said(work: () => unknown): Promise<string> {
  const error: unknown = await Promise.resolve()
    .then(work)
    .catch((error: unknown) => error)
  expect(error).toBeInstanceOf(UsageError)
  return (error as Error).message
}

const SIMULATORS = 'a list of simulators, such as those of tvilling/mocks'

describe('a wrong option of createHarness gets a sentence', () => {
  test.each([
    [undefined, 'createHarness takes its options as an object with members, not undefined.'],
    [simulators, /^createHarness takes its options as an object with members, not /],
    [{}, `createHarness needs the option "simulators": ${SIMULATORS}.`],
    [
      { simulators: birthReport },
      new RegExp(`^The option "simulators" of createHarness takes ${SIMULATORS}, not `),
    ],
    [
      { simulators: [undefined] },
      `The option "simulators" of createHarness takes ${SIMULATORS}, not [null].`,
    ],
    [{ simulators, sed: 5 }, 'createHarness has no option "sed". Nearest: seed, seedData.'],
    [
      { simulators, x: 5 },
      'createHarness has no option "x". It takes simulators, now, seed, clock, store, settings, clients, seedData, tenant, bodyLimit, strictHosts, journal, webhooks, onDefect, wall.',
    ],
    [
      { simulators, seed: 'one' },
      'The option "seed" of createHarness takes a whole number from 0 to 9007199254740991, not "one".',
    ],
    [{ simulators, seed: Number.NaN }, /takes a whole number .*, not NaN\.$/],
    [{ simulators, seed: 1n }, /takes a whole number .*, not 1\.$/],
    [{ simulators, now: new Date(0) }, /^The option "now" of createHarness takes a point in time, such as /],
    [{ simulators, now: 'yesterday' }, '"yesterday" is no point in time. Write it as 2026-01-01T00:00:00Z.'],
    [
      { simulators, clock: 'manual' },
      'The option "clock" of createHarness takes { mode: "manual" } or { mode: "real", factor }, not "manual".',
    ],
    [{ simulators, clock: { mod: 'real' } }, 'createHarness has no option "clock.mod". Nearest: clock.mode.'],
    [{ simulators, clock: {} }, 'createHarness needs the option "clock.mode": "manual" or "real".'],
    [
      { simulators, clock: { mode: 'fast' } },
      'The option "clock.mode" of createHarness takes "manual" or "real", not "fast".',
    ],
    [
      { simulators, clock: { mode: 'real', factor: 0 } },
      'The factor must be more than 0 and at most 1000000.',
    ],
    [
      { simulators, clock: { mode: 'manual', factor: 2 } },
      'A manual clock stands still: a factor needs the mode "real".',
    ],
    [
      { simulators, store: Promise.resolve() },
      'The option "store" of createHarness takes a store, such as openSqliteStore(file), not a promise: await it.',
    ],
    [
      { simulators, settings: [] },
      'The option "settings" of createHarness takes settings by the names of simulators, not [].',
    ],
    [
      { simulators, settings: { 'birth-reprot': {} } },
      /^Settings name the simulator "birth-reprot"; there are birth-report, /,
    ],
    [
      { simulators, settings: { 'birth-report': 5 } },
      'The settings of birth-report must be a map from names to values.',
    ],
    [
      { simulators, settings: { 'birth-report': { nul: 1 } } },
      'birth-report has no setting "nul". It has nulls.',
    ],
    [
      { simulators, clients: { 'birth-reprot': [] } },
      /^Clients name the simulator "birth-reprot"; there are birth-report, /,
    ],
    [
      { simulators, clients: { 'birth-report': [{ id: 'a' }] } },
      /^The option "clients" of createHarness takes lists of clients/,
    ],
    [
      { simulators, webhooks: { sent: fetch } },
      'createHarness has no option "webhooks.sent". Nearest: webhooks.send.',
    ],
    [
      { simulators, webhooks: { kept: -1 } },
      /^The option "webhooks.kept" of createHarness takes a whole number from 0/,
    ],
    [
      { simulators, onDefect: 'log' },
      'The option "onDefect" of createHarness takes a function of the error, not "log".',
    ],
    [
      { simulators, strictHosts: 'all' },
      /^The option "strictHosts" of createHarness takes true or false or a list of hosts/,
    ],
    [
      { simulators, strictHosts: ['a b'] },
      '"a b" in strictHosts is no host. Write it as gateway.example or gateway.example:8443.',
    ],
  ])('%o', async (options, message) => {
    const sentence = await said(() => createHarness(options as never))
    if (typeof message === 'string') expect(sentence).toBe(message)
    else expect(sentence).toMatch(message)
  })

  test('an option that is undefined counts as left out', async () => {
    const seed = untyped<number>(undefined)
    await using harness = await createHarness({ simulators: [birthReport], seed })
    expect(harness.hosts).toEqual(['birthreport.test'])
  })
})

describe('a wrong option of the doors gets a sentence', () => {
  const open = () => createHarness({ simulators: [birthReport] })
  const doors: [string, (harness: Harness) => unknown, string | RegExp][] = [
    [
      'handlers without a harness',
      () => handlers(untyped(undefined)),
      'handlers takes a harness, as createHarness gives it, not undefined.',
    ],
    [
      'handlers of a promise',
      () => handlers(untyped(open())),
      'handlers takes a harness, as createHarness gives it, not a promise: await it.',
    ],
    [
      'handlers',
      (harness) => handlers(harness, untyped({ origin: 'https://a.example' })),
      'handlers has no option "origin". Nearest: origins.',
    ],
    [
      'handlers',
      (harness) => handlers(harness, untyped({ origins: 'https://a.example' })),
      /^The option "origins" of handlers takes a list of origins, .* not "https:\/\/a.example".$/,
    ],
    [
      'handlers',
      (harness) => handlers(harness, { origins: ['a.example'] }),
      '"a.example" is no origin. Write it as https://gateway.example, without a path.',
    ],
    [
      'tvilling without a harness',
      () => tvilling(untyped({})),
      'tvilling takes a harness, as createHarness gives it, not {}.',
    ],
    [
      'tvilling',
      (harness) => tvilling(harness, untyped({ unmatched: 'nxt' })),
      'The option "unmatched" of tvilling takes "next" or "answer", not "nxt".',
    ],
    [
      'tvilling',
      (harness) => tvilling(harness, untyped({ control: { tokn: 'x' } })),
      'tvilling has no option "control.tokn". Nearest: control.token.',
    ],
    [
      'tvilling',
      (harness) => tvilling(harness, untyped({ control: 'yes' })),
      'The option "control" of tvilling takes true or false or { token, allowedHosts }, not "yes".',
    ],
    [
      'startServer',
      () => startServer(untyped({})),
      'startServer needs the option "harness": the options of each harness, at least { simulators }.',
    ],
    [
      'startServer',
      () => startServer(untyped({ harness: {} })),
      `startServer needs the option "harness.simulators": ${SIMULATORS}.`,
    ],
    [
      'startServer',
      () => startServer(untyped({ harness: { simulators, sed: 1 } })),
      'startServer has no option "harness.sed". Nearest: harness.seed, harness.seedData.',
    ],
    [
      'startServer',
      () => startServer(untyped({ harness: { simulators, tenant: 'a' } })),
      /^startServer has no option "harness.tenant"\./,
    ],
    [
      'startServer',
      () => startServer(untyped({ simulators })),
      'startServer has no option "simulators". Nearest: harness.simulators.',
    ],
    [
      'startServer',
      () => startServer(untyped({ harness: { simulators }, port: '80' })),
      'The option "port" of startServer takes a whole number from 0 to 65535, not "80".',
    ],
    [
      'startServer',
      () => startServer(untyped({ harness: { simulators }, store: 'memory' })),
      'The option "store" of startServer takes a store as parseStoreLocation reads it, such as { kind: "memory" }, not "memory".',
    ],
    [
      'startServer',
      () => startServer(untyped({ harness: { simulators }, tenantTokens: ['a=b'] })),
      'The option "tenantTokens" of startServer takes a list of { tenant, token }, not ["a=b"].',
    ],
    [
      'harnessTest',
      () => harnessTest(untyped({ sed: 1 })),
      'harnessTest has no option "sed". Nearest: seed, seedData.',
    ],
    [
      'harnessTest',
      () => harnessTest(untyped({ seed: '1' })),
      /^The option "seed" of harnessTest takes a whole number .* not "1"\.$/,
    ],
    [
      'connect',
      () => connect(untyped(undefined)),
      'connect takes the address of a server, such as "http://127.0.0.1:4010", not undefined.',
    ],
    [
      'connect',
      () => connect('127.0.0.1:4010'),
      'connect takes the address of a server, such as "http://127.0.0.1:4010", not "127.0.0.1:4010".',
    ],
    [
      'connect',
      () => connect('http://127.0.0.1:4010', untyped({ tenat: 'a' })),
      'connect has no option "tenat". Nearest: tenant.',
    ],
  ]
  test.each(doors)('%s: %s', async (_, open_, message) => {
    await using harness = await open()
    const sentence = await said(() => open_(harness))
    if (typeof message === 'string') expect(sentence).toBe(message)
    else expect(sentence).toMatch(message)
  })
})
