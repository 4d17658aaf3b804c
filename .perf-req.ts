const cpu = () => { const { user, system } = process.cpuUsage(); return (user + system) / 1000 }
import { createHarness } from 'tvilling'
import { simulators } from 'tvilling/mocks'
const harness = await createHarness({ simulators, now: '2026-01-01T00:00:00Z' })
await harness.scenarios.load('consumers-uploaded', { count: 10000, prefix: `b-` })
const enc = new TextEncoder()
const tok = await harness.handle({ method: 'POST', host: 'login.bisnode.com', path: '/as/token.oauth2', query: '', headers: { authorization: 'Basic ' + btoa('tvilling:tvilling'), 'content-type': 'application/x-www-form-urlencoded' }, body: enc.encode('grant_type=client_credentials&scope=bci') })
const token = JSON.parse(String(tok.body)).access_token
const req = () => ({ method: 'GET', host: '127.0.0.1:4010', path: '/consumer-intelligence/v3/consumers', query: 'pageSize=10', headers: { host: '127.0.0.1:4010', authorization: `Bearer ${token}`, connection: 'keep-alive' } })
for (let round = 0; round < 8; round++) {
  const t0 = cpu(); const n = 20000
  for (let i = 0; i < n; i++) await harness.handle(req())
  console.log('handle', ((cpu() - t0) * 1000 / n).toFixed(1), 'us cpu')
}
