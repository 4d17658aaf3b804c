/** The public door of the engine: `tvilling`. */

export type { OpenApiDocument } from './contract/contract.ts'
export { type OpenContract, openContract } from './contract/examples/open-contract.ts'
export type { KnownRequest } from './contract/examples/request.ts'
export type { Words } from './contract/examples/text.ts'
export { escapePointer } from './contract/json-pointer.ts'
export { checkOptions } from './control/check-options.ts'
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
export type { Delivery, DeliveryFilter, DeliveryRequest, SentDelivery } from './deliveries/delivery.ts'
export type { DeliveryProtocol } from './deliveries/protocol.ts'
export { webhookUrlProblem } from './deliveries/webhook-url.ts'
export type { DeclaredFault, DeliveryFault, FaultDeclaration, OperationFault } from './faults/faults.ts'
export type { ClockReading, Wall } from './harness/clock.ts'
export { durationOf, parseDuration, parseInstant, toIso } from './harness/clock.ts'
export { createHarness } from './harness/create-harness.ts'
export type { Harness, HarnessOptions } from './harness/harness.ts'
export { ANY_HARNESS_OPTIONS, checkHarness, checkHarnessOptions } from './harness/harness-options.ts'
export { createRandom, type Random } from './harness/random.ts'
export type { Advanced } from './harness/scheduler.ts'
export type { Snapshot } from './harness/snapshot.ts'
export type {
  AuthAccess,
  Client,
  TokenAnswer,
  TokenOptions,
} from './http/authorization.ts'
export type { FailureSetting } from './http/failure.ts'
export { type Dialect, explainFailure, type Failure, type Violation } from './http/failure.ts'
export type { ApiRequest, ApiResponse, ApiResult, TransportFault } from './http/messages.ts'
export { fromWebRequest, toWebResponse } from './http/messages.ts'
export { bearerChallenge } from './http/oauth-errors.ts'
export { statusName } from './http/status-name.ts'
export { decodeUtf8 } from './http/utf8.ts'
export { explainExchanges } from './journal/explain.ts'
export { fromHar, type Har, type HarEntry, type Recording } from './journal/har.ts'
export type { Exchange, JournalFilter, JournalPage } from './journal/journal.ts'
export type { Action } from './journal/log-event.ts'
export { type ReplayDifference, type Replayed, replay } from './journal/replay.ts'
export type { PopulationSeed } from './seed/population-seed.ts'
export type { ExportedSeed, SeedClient, SeedClock, SeedData } from './seed/seed-data.ts'
export { seedInstant } from './seed/seed-instant.ts'
export type { SeedContext, SeedKind } from './seed/seed-kind.ts'
export { check, Mismatch, must, Unreached } from './simulator/check.ts'
export { defineEvents, defineScenarios, defineSeed, defineSimulator } from './simulator/define-simulator.ts'
export type {
  AnyExample,
  AnyExamples,
  Example,
  ExampleInput,
  ExampleMessage,
  ExampleState,
  Examples,
  UncheckedInput,
} from './simulator/examples.ts'
/** Values of an expected answer that only have to be alike: `expected.regex(…)`. */
export * as expected from './simulator/expected.ts'
export type { MultipartBody, OperationInput, OperationOutput, Operations } from './simulator/operations.ts'
export { openPageToken, sealPageToken, type TokenPurpose } from './simulator/page-token.ts'
export type { ArgumentsOf, ParameterSchema } from './simulator/parameters.ts'
export type { PopulationChange } from './simulator/population.ts'
export { definePopulation, type Population, type PopulationView } from './simulator/population.ts'
export type { AboutSetting, Settings } from './simulator/settings.ts'
export type {
  Context,
  EventDefinition,
  RequestContext,
  ResourceBehaviour,
  Scenario,
  Simulator,
  SimulatorDefinition,
  Trigger,
} from './simulator/simulator.ts'
export type { NamesOf, SimulatorNames } from './simulator/simulator-names.ts'
export type { SimulatorTypes } from './simulator/simulator-types.ts'
export { defineResource, type Move, type Resource, type Transition } from './simulator/state-graph.ts'
export { tokenChecks, tokenExpiry } from './simulator/token-checks.ts'
export type {
  Call,
  Check,
  Credentials,
  ReceivedMessage,
  Receiver,
  Refusals,
  Role,
  TargetExchange,
  VerificationPlan,
  VerifySession,
  WebhookPlan,
} from './simulator/verification.ts'
export { allRows } from './store/all-rows.ts'
export { openMemoryStore } from './store/memory.ts'
export { connectPostgres } from './store/postgres.ts'
export type { PostgresDatabase, PostgresOptions } from './store/postgres-database.ts'
export {
  type LoggedEntry,
  type LogLabels,
  type SharedLog,
  type SharedStore,
  StoreUnavailable,
} from './store/shared-store.ts'
export { openSqliteStore, type SqliteOptions } from './store/sqlite.ts'
export type { Collection, CollectionDefinition, Cursor, Store, StoreDump } from './store/store.ts'
