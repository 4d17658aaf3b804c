const cpu = () => {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}

import { createHarness } from 'tvilling'
import { simulators } from 'tvilling/mocks'

const harness = await createHarness({ simulators, now: '2026-01-01T00:00:00Z' })
let t0 = cpu()
for (let d = 0; d < 10; d++)
  await harness.scenarios.load('consumers-uploaded', { count: 10000, prefix: `b${d}-` })
console.log('fill', (cpu() - t0).toFixed(0))
t0 = cpu()
const a = await harness.clock.advance('PT30S')
console.log('advance', a.transitions.length, (cpu() - t0).toFixed(0), 'ms cpu')
t0 = cpu()
const b = await harness.clock.advance('PT60S')
console.log('advance', b.transitions.length, (cpu() - t0).toFixed(0), 'ms cpu')
