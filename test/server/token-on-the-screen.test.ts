import { spawnSync } from 'node:child_process'
import { describe, expect, test } from 'vitest'
import { main } from '../../server/cli/main.ts'
import { startProcess } from './process.ts'

describe('a token that the server has made is shown, whatever the log is', () => {
  const everywhere = ['--host', '0.0.0.0', '--log']

  test('as JSON', async () => {
    const server = await startProcess(...everywhere, 'json')
    const lines = server
      .output()
      .split('\n')
      .filter((line) => line.startsWith('{'))
    expect(lines.map((line) => JSON.parse(line))).toEqual([
      {
        level: 30,
        time: expect.any(Number),
        controlToken: expect.stringMatching(/^\S{16,}$/),
        msg: 'control token',
      },
      expect.objectContaining({ url: server.url }),
    ])
    await server.end('SIGTERM')
  })

  test('in silence, on one line', async () => {
    const server = await startProcess(...everywhere, 'silent')
    expect(server.output()).toMatch(/^control token \S{16,}$/m)
    await server.end('SIGTERM')
  })
})

test('the commands on the screen work as they stand there, whatever is in the token', async () => {
  const token = `it's "a" $(token);*`.replaceAll(' ', '_')
  const server = await startProcess('--control-token', token, '--clock', 'manual')
  const commands = [...server.output().matchAll(/^ {2}[a-z ]{14} (curl .*)$/gm)].map(([, command]) =>
    String(command),
  )
  expect(commands).toHaveLength(5)
  for (const command of commands) {
    const { stdout } = spawnSync('sh', ['-c', `${command} -w '%{http_code}'`], { encoding: 'utf8' })
    expect(stdout, command).toMatch(/\}\n?200$/)
  }
  await server.end('SIGTERM')
})

describe('the control token comes from the option, or else from TVILLING_CONTROL_TOKEN', () => {
  const open = async (flags: string[], environment: string) => {
    process.env['TVILLING_CONTROL_TOKEN'] = environment
    try {
      const server = await startProcess('--log', 'silent', ...flags)
      const ask = async (token: string) =>
        (await fetch(`${server.url}/_tvilling/clock`, { headers: { authorization: `Bearer ${token}` } }))
          .status
      const statuses = [await ask('from-option'), await ask('from-variable')]
      await server.end('SIGTERM')
      return statuses
    } finally {
      delete process.env['TVILLING_CONTROL_TOKEN']
    }
  }

  test('the variable', async () => {
    expect(await open([], 'from-variable')).toEqual([401, 200])
  })

  test('the option before the variable', async () => {
    expect(await open(['--control-token', 'from-option'], 'from-variable')).toEqual([200, 401])
  })

  test('an empty variable is a mistake, as an empty option is', async () => {
    for (const [flags, environment] of [
      [[], ''],
      [['--control-token', ''], 'from-variable'],
    ] as const) {
      await expect(open([...flags], environment)).rejects.toThrow('The control token is empty')
    }
  })
})

test('what cannot be a setting of the doors is said in one sentence', async () => {
  const serve = async (...flags: string[]) => {
    const lines: string[] = []
    const code = await main(['serve', '--port', '0', ...flags], {
      out: (text) => lines.push(text),
      error: (text) => lines.push(text),
    })
    return `${code} ${lines.join('')}`
  }
  expect(await serve('--tenant-token', 'team-a')).toBe(
    '2 --tenant-token takes a tenant and its token, such as team-a=<token>.\n',
  )
  expect(await serve('--allowed-hosts', 'http://a')).toContain('2 --allowed-hosts takes names of hosts')
  expect(await serve('--request-timeout', '30')).toBe(
    '2 --request-timeout takes a duration up to an hour, such as PT30S, not "30".\n',
  )
  expect(await serve('--host', '0.0.0.0', '--control-token', 'short')).toContain('it needs 16 or more.')
})
