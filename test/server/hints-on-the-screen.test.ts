import { execFile } from 'node:child_process'
import { networkInterfaces } from 'node:os'
import { promisify } from 'node:util'
import { birthReport } from 'tvilling/mocks'
import { startServer } from 'tvilling/server'
import { expect, test } from 'vitest'
import { startScreen } from '../../server/cli/screen.ts'

const TOKEN = `it's_"a"_$(token);*!#&\\%41`
const simulators = [birthReport]

/** Addresses of this machine beside loopback: it may have none of a kind. */
const addresses = Object.entries(networkInterfaces()).flatMap(([name, all = []]) =>
  all
    .filter(({ internal }) => !internal)
    .map(({ address, scopeid }) => (scopeid ? `${address}%${name}` : address)),
)

const hasIpv6 = Object.values(networkInterfaces())
  .flat()
  .some((one) => one?.address === '::1')

const CASES: [host: string, allowedHosts?: string[]][] = [
  ['127.0.0.1'],
  ['localhost'],
  ['0.0.0.0'],
  ...(hasIpv6 ? [['::1'] as [string], ['::'] as [string]] : []),
  ['0.0.0.0', ['twins.example.org']],
  ...addresses.flatMap((host): [string, string[]?][] => [[host], [host, ['*.example.org']]]),
]

test.each(CASES)(
  'at the host %s, allowed %j, the commands on the screen work when they are pasted',
  async (host, allowedHosts) => {
    await using server = await startServer({
      port: 0,
      host,
      harness: { simulators, clock: { mode: 'manual' } },
      controlToken: TOKEN,
      ...(allowedHosts && { allowedHosts }),
    })
    const screen = await startScreen(server, await server.tenants.get('default'), simulators)
    const commands = [...screen.matchAll(/^ {2}[a-z ]{14} (curl .*)$/gm)].map(([, command]) =>
      String(command),
    )
    expect(commands).toHaveLength(5)
    const script = commands.map((command) => `${command} -o /dev/null -w '%{http_code}\\n'`).join('\n')
    const { stdout } = await promisify(execFile)('sh', ['-c', script])
    expect(stdout.trim().split('\n'), screen).toEqual(['200', '200', '200', '200', '200'])

    // What is to be put into an application in place of the provider's origin.
    const [, origin] = /^ {2}https:\/\/\S+ +-> (\S+) {3}birth-report$/m.exec(screen) ?? []
    const { stdout: status } = await promisify(execFile)('curl', [
      '-s',
      '-o',
      '/dev/null',
      '-w',
      '%{http_code}',
      `${origin}/nowhere`,
    ])
    expect(status).toBe('404')
  },
)
