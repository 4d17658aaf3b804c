/** The cost of a harness in a test: to create, to reset, to keep, and to send a request. */
import type { Harness } from 'tvilling'
import { addConsumers, authorized, newHarness, PAGE_URL, textOf } from './embedded.ts'
import type { PartResult } from './report.ts'
import { memoryAfterCollection, timeEach, timeInTurns } from './rounds.ts'
import { progress, type Scale } from './scale.ts'
import { medianTarget, ratioTarget, type Series } from './statistics.ts'
import { startTwin } from './twin.ts'

export async function measureHarnesses(scale: Scale): Promise<PartResult> {
  const cold = await timeEach('create and close, the first of the process', 1, createAndClose)
  await timeEach('warm-up', scale.count(2_000), createAndClose)
  const warm = await timeEach('create and close', scale.count(1_000), createAndClose)
  const coldReset = await timeEach('reset, the first of the process', 1, reset, used, close)
  await timeEach('warm-up', scale.count(500), reset, used, close)
  const used500 = await timeEach('reset', scale.count(500), reset, used, close)
  const empty = await timeEach('reset of one that was not used', scale.count(500), reset, newHarness, close)
  progress('many harnesses at once')
  const many = scale.count(1_000)
  const alive = await keepAlive(many)
  progress('harness.fetch against a request over loopback')
  const [inside, outside] = await fetchAgainstLoopback(scale)
  return {
    targets: [
      medianTarget('create and close a harness of all five simulators', { atMost: 0.3 }, warm),
      medianTarget('reset a harness that was used', { atMost: 0.1 }, used500),
      medianTarget('harnesses alive in one process', { atLeast: many }, alive.count),
      ratioTarget('harness.fetch, of a request over loopback', { atMost: 0.25 }, inside, outside),
    ],
    tables: [
      { title: 'A harness of all five simulators', rows: [cold, warm, coldReset, used500, empty] },
      { title: 'Many harnesses, each with ten consumers and a token', rows: [alive.memory, alive.answer] },
      {
        title: 'A page of ten consumers, one after the other',
        comparedTo: outside.name,
        rows: [inside, outside],
      },
    ],
    notes: ['A harness that was used holds ten consumers, a token and two exchanges.'],
  }
}

async function createAndClose(): Promise<void> {
  await (await newHarness()).close()
}

function reset(harness: Harness): Promise<unknown> {
  return harness.reset()
}

function close(harness: Harness): Promise<void> {
  return harness.close()
}

/** A harness with ten consumers that has answered twice. */
async function used(): Promise<Harness> {
  const harness = await newHarness()
  await addConsumers(harness, 10)
  await textOf(harness.fetch(PAGE_URL, { headers: await authorized(harness) }))
  return harness
}

/** Creates many harnesses at once; each must still answer when all exist. */
async function keepAlive(wanted: number): Promise<{ count: Series; memory: Series; answer: Series }> {
  const before = memoryAfterCollection()
  const harnesses: Harness[] = []
  for (let made = 0; made < wanted; made += 1) harnesses.push(await used())
  const after = memoryAfterCollection()
  const times: number[] = []
  for (const harness of harnesses) {
    const headers = await authorized(harness)
    const begun = performance.now()
    await textOf(harness.fetch(PAGE_URL, { headers }))
    times.push(performance.now() - begun)
  }
  await Promise.all(harnesses.map(close))
  return {
    count: { name: 'alive', unit: '', values: [times.length] },
    memory: { name: 'memory of each', unit: 'MiB', values: [(after - before) / wanted] },
    answer: { name: 'a page from each while all are alive', unit: 'ms', values: times },
  }
}

/** The server runs on the same core as this process: both take turns, since each waits for the other. */
async function fetchAgainstLoopback(scale: Scale): Promise<[inside: Series, outside: Series]> {
  const harness = await newHarness()
  await addConsumers(harness, 11)
  const headers = await authorized(harness)
  const twin = await startTwin('Tvilling', 11)
  const url = `${twin.server.url}${twin.path}`
  const [inside, outside] = (await timeInTurns(
    {
      'harness.fetch': () => textOf(harness.fetch(PAGE_URL, { headers })),
      'fetch over loopback': () => textOf(fetch(url, { headers: twin.headers })),
    },
    scale.rounds,
    scale.count(3_000),
  )) as [Series, Series]
  await twin.server.stop()
  await harness.close()
  return [inside, outside]
}
