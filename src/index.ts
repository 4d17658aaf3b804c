/** The public door of the engine: `tvilling`. */
export type { Client } from './auth.ts'
export type { ClockReading, Wall } from './clock.ts'
export { type Connection, type ConnectOptions, connect } from './connect.ts'
export type { OpenApiDocument } from './contract.ts'
export type {
  AdvanceTarget,
  Control,
  ScenarioListing,
  ShownDelivery,
  SimulatorListing,
  StatePage,
  SubjectListing,
} from './control.ts'
export type { Action } from './deeds.ts'
export type { ApiRequest, ApiResponse, ApiResult, Mishap } from './exchange.ts'
export { explainExchanges } from './explain.ts'
export { type Dialect, explainFailure, type Failure, type Violation } from './failure.ts'
export type { DeclaredFault, DeliveryFault, FaultDeclaration, OperationFault } from './faults.ts'
export { fromHar, type Har, type HarEntry, type Recording } from './har.ts'
export { createHarness, type Harness, type HarnessOptions } from './harness.ts'
export type { Exchange, JournalFilter } from './journal.ts'
export type { OperationInput, OperationOutput, Operations } from './operations.ts'
export { definePopulation, type Population, type PopulationView } from './population.ts'
export { type ReplayDifference, type Replayed, replay } from './replay.ts'
export type { Move, Resource } from './resource.ts'
export type { Advanced, SentDelivery, Transition } from './scheduler.ts'
export {
  type Context,
  defineSimulator,
  type RequestContext,
  type Scenario,
  type Settings,
  type Simulator,
  type SimulatorDefinition,
} from './simulator.ts'
export type { Snapshot } from './snapshot.ts'
export { openSqliteStore } from './store/sqlite.ts'
export type { Collection, CollectionDefinition, Store, StoreDump } from './store/store.ts'
export { UsageError } from './usage-error.ts'
export type { Delivery, DeliveryFilter, DeliveryProtocol } from './webhooks.ts'
