const cpu = () => {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}

import { createHarness } from 'tvilling'
import { simulators } from 'tvilling/mocks'

for (let round = 0; round < 10; round++) {
  const t0 = cpu()
  const n = 500
  for (let i = 0; i < n; i++) await (await createHarness({ simulators, now: '2026-01-01T00:00:00Z' })).close()
  console.log('create', ((cpu() - t0) / n).toFixed(3), 'ms cpu')
}
