/** What the bench must know about another mock server: one file per peer. */
import type { ServerCommand } from '../server-process.ts'
import type { Page } from '../twin.ts'

/** `default`: without options. `quiet`: with as little logging and recording as possible. */
export type Setting = 'quiet' | 'default'

export interface PeerSetup {
  setting: Setting
  port: number
  page: Page
  /** Where its npm package is installed. */
  installed: string
  /** An empty folder of its own, to which `files` are written and in which it runs. */
  folder: string
}

export interface Peer {
  name: string
  /** npm package and exact version. */
  package: string
  needs: 'node' | 'java'
  /** The difference between the quiet and the default setting, in words. */
  quiet: string
  /** Its configuration: texts by file name. */
  files(setup: PeerSetup): Readonly<Record<string, string>>
  command(setup: PeerSetup): ServerCommand
}
