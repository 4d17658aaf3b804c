/** The public door of the engine: `tvilling`. */

export type { OpenApiDocument } from './contract/contract.ts'
export { type OpenContract, openContract } from './contract/examples/open-contract.ts'
export type { KnownRequest } from './contract/examples/request.ts'
export type { Words } from './contract/examples/text.ts'
export { type Connection, type ConnectOptions, connect } from './control/connect.ts'
export type {
  AdvanceTarget,
  Control,
  ScenarioListing,
  ShownDelivery,
  SimulatorListing,
  StatePage,
  SubjectListing,
} from './control/control.ts'
export { UsageError } from './control/usage-error.ts'
export type { Delivery, DeliveryFilter, DeliveryProtocol } from './deliveries/delivery.ts'
export type { DeclaredFault, DeliveryFault, FaultDeclaration, OperationFault } from './faults/faults.ts'
export type { ClockReading, Wall } from './harness/clock.ts'
export { durationOf, parseDuration, parseInstant, toIso } from './harness/clock.ts'
export { createHarness, type Harness, type HarnessOptions } from './harness/harness.ts'
export { createRandom, type Random } from './harness/random.ts'
export type { Advanced, SentDelivery, Transition } from './harness/scheduler.ts'
export type { Snapshot } from './harness/snapshot.ts'
export type { Client } from './http/authorization.ts'
export { bearerChallenge } from './http/authorization.ts'
export type { FailureSetting } from './http/failure.ts'
export { type Dialect, explainFailure, type Failure, type Violation } from './http/failure.ts'
export type { ApiRequest, ApiResponse, ApiResult, TransportFault as Mishap } from './http/messages.ts'
export { fromWebRequest, toWebResponse } from './http/messages.ts'
export { statusName } from './http/status-name.ts'
export { explainExchanges } from './journal/explain.ts'
export { fromHar, type Har, type HarEntry, type Recording } from './journal/har.ts'
export type { Exchange, JournalFilter } from './journal/journal.ts'
export type { Action } from './journal/log-event.ts'
export { type ReplayDifference, type Replayed, replay } from './journal/replay.ts'
export type { OperationInput, OperationOutput, Operations } from './simulator/operations.ts'
export { openPageToken, sealPageToken, type TokenPurpose } from './simulator/page-token.ts'
export type { PopulationChange } from './simulator/population.ts'
export { definePopulation, type Population, type PopulationView } from './simulator/population.ts'
export type { EventDefinition, ResourceBehaviour, Trigger } from './simulator/simulator.ts'
export {
  type Context,
  defineSimulator,
  type RequestContext,
  type Scenario,
  type Settings,
  type Simulator,
  type SimulatorDefinition,
} from './simulator/simulator.ts'
export type { Move, Resource } from './simulator/state-graph.ts'
export { openSqliteStore } from './store/sqlite.ts'
export type { Collection, CollectionDefinition, Cursor, Store, StoreDump } from './store/store.ts'
