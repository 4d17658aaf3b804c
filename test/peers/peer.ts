/** What the runner must know about another tool: one file per tool. */
import type { Simulator } from 'tvilling'
import type { OpenApiDocument } from '../../src/contract/contract.ts'
import type { ExamplePair } from '../contract/pairs/read-pairs.ts'
import type { Stage } from './stage.ts'

/** A contract. Control's has no simulator behind it. */
export interface CheckedContract {
  name: string
  /** The document as it is published: `openapi.gen.json`. Some tools do not follow the anchors of YAML. */
  file: string
  document: OpenApiDocument
  simulated: Simulated | undefined
}

export interface Simulated {
  simulator: Simulator
  pairs: readonly ExamplePair[]
  /** In front of the running twin. */
  stage: Stage
}

export interface PeerSetup {
  contract: CheckedContract
  /** Where its npm packages are installed. */
  installed: string
  /** An empty folder of its own for this contract. */
  folder: string
}

export interface PeerResult {
  /** How many things were checked: documents, answers or calls. */
  checks: number
  /** What it does not accept, each in one line. */
  findings: string[]
}

export interface Peer {
  name: string
  /** npm packages with exact versions. */
  packages: readonly string[]
  needs?: 'java'
  /** Runs only when it is asked for by name. */
  onDemand?: true
  /** What is checked, in words. */
  about: string
  /** Undefined for a contract that it is not for. */
  check(setup: PeerSetup): Promise<PeerResult | undefined>
}
