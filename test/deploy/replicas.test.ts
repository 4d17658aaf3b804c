import { readFileSync } from 'node:fs'
import { main } from 'tvilling/server'
import { expect, test } from 'vitest'
import { parse } from 'yaml'

interface Service {
  command?: string[]
  healthcheck?: { test: string[] }
  build?: { dockerfile: string }
  depends_on?: Record<string, { condition: string }>
}

const file = parse(readFileSync('.deploy/compose.postgres.yaml', 'utf8'), { merge: true }) as {
  services: Record<string, Service>
}
const balancer = readFileSync('.deploy/haproxy.cfg', 'utf8')
const servers = Object.entries(file.services).filter(([, { command }]) => command?.[0] === 'serve')

test('the compose file starts two servers with options that the command line has', async () => {
  let help = ''
  await main(['serve', '--help'], {
    out: (text) => {
      help += text
    },
    error() {},
  })
  expect(servers).toHaveLength(2)
  for (const [, { command = [] }] of servers) {
    for (const flag of command.slice(1)) expect(help).toContain(`${flag.split('=', 1)[0]} `.trimEnd())
    expect(command.find((flag) => flag.startsWith('--store='))).toMatch(
      /^--store=postgres:\/\/.*@postgres:5432\//,
    )
  }
})

test('the database has a health check, the servers that of their image, and each waits for those that it needs', () => {
  for (const [name, { healthcheck, build, depends_on = {} }] of Object.entries(file.services)) {
    if (name !== 'balancer') expect(healthcheck ?? build?.dockerfile, name).toBeDefined()
    for (const [needed, { condition }] of Object.entries(depends_on)) {
      expect(file.services).toHaveProperty(needed)
      expect(condition).toBe('service_healthy')
    }
  }
})

test('the balancer knows each server, and repeats no request that a server may have got', () => {
  const known = [...balancer.matchAll(/^ {4}server (\w+) (\w+):4010$/gm)].map(([, name, host]) => [
    name,
    host,
  ])
  expect(known).toEqual(servers.map(([name]) => [name, name]))
  expect(balancer).toMatch(/^ {4}retry-on conn-failure$/m)
  expect(balancer).toMatch(/option httpchk GET \/_tvilling\/health/)
})
