/**
 * What some tests need of the machine beyond Node. A test that does not find it is left out, and the run says so at its end
 * (`left-out-reporter.ts`).
 */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { beforeEach } from 'vitest'

/** Whether it is here, and what is said if it is not. */
const NEEDS = {
  /** Signals that a process can catch, and groups of processes. */
  signals: [() => process.platform !== 'win32', 'signals of POSIX'],
  sh: [() => process.platform !== 'win32' && runs('sh', '-c', 'exit'), 'sh'],
  bash: [() => runs('bash', '-c', 'exit'), 'bash'],
  curl: [() => runs('curl', '--version'), 'curl'],
  prlimit: [() => runs('prlimit', '--version'), 'prlimit, which is a tool of Linux'],
  proc: [() => existsSync('/proc/self/task'), '/proc, which is a folder of Linux'],
  chromium: [
    () => findChromium() !== undefined,
    'Chromium, which is installed only where apt-get may be run',
  ],
} as const satisfies Record<string, readonly [() => boolean, string]>

/** Leaves the tests of this file out where one of these is missing. Installing Chromium takes up to some minutes. */
export function needs(...names: (keyof typeof NEEDS)[]): void {
  beforeEach(({ skip }) => {
    for (const name of names) {
      skip(!isHere(name), `needs ${NEEDS[name][1]}`)
    }
  }, 600_000)
}

export const isHere = (name: keyof typeof NEEDS): boolean => NEEDS[name][0]()

function runs(command: string, ...words: string[]): boolean {
  return spawnSync(command, words, { stdio: 'ignore' }).status === 0
}

const CHROMIUM = [
  process.env['CHROMIUM_PATH'] ?? '',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
]

/** The path of a Chromium. Where none is and packages may be installed, Debian's is. */
export function findChromium(): string | undefined {
  return presentChromium() ?? (installChromium() ? presentChromium() : undefined)
}

const presentChromium = () => CHROMIUM.find((path) => existsSync(path))

function installChromium(): boolean {
  if (!runs('apt-get', '--version')) return false
  // Without a question for a password: a test run does not wait for one.
  const asRoot = process.getuid?.() === 0 ? [] : ['sudo', '-n']
  const [command = '', ...before] = [...asRoot, 'env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get']
  const install = ['install', '-qy', '--no-install-recommends', 'chromium']
  return runs(command, ...before, 'update', '-q') && runs(command, ...before, ...install)
}
