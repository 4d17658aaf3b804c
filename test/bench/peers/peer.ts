/** What the bench has to know of another mock server: one file a peer. */
import type { ServerCommand } from '../server-process.ts'
import type { Page } from '../twin.ts'

/** As it comes, or with as little said and recorded as it can be told to. */
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
  /** What the quiet setting says that the default one does not, in words. */
  quiet: string
  /** Its configuration: texts by file name. */
  files(setup: PeerSetup): Readonly<Record<string, string>>
  command(setup: PeerSetup): ServerCommand
}
