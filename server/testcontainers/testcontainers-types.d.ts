/**
 * What is used of `testcontainers`, which is no dependency of ours: it brings addons that npm would have to compile. This file
 * is not in the package: there, the types are those of the user's own `testcontainers`, which `npm run peers` checks.
 */
declare module 'testcontainers' {
  export interface StopOptions {
    timeout: number
    remove: boolean
    removeVolumes: boolean
  }

  export interface StartedTestContainer extends AsyncDisposable {
    stop(options?: Partial<StopOptions>): Promise<unknown>
    getHost(): string
    getMappedPort(port: number): number
  }

  export class AbstractStartedContainer implements StartedTestContainer {
    constructor(started: StartedTestContainer)
    stop(options?: Partial<StopOptions>): Promise<unknown>
    getHost(): string
    getMappedPort(port: number): number
    [Symbol.asyncDispose](): Promise<void>
  }

  export interface WaitStrategy {
    waitUntilReady: unknown
  }

  export const Wait: {
    forHttp(path: string, port: number, options?: { abortOnContainerExit?: boolean }): WaitStrategy
  }

  export class GenericContainer {
    constructor(image: string)
    start(): Promise<StartedTestContainer>
    withExposedPorts(...ports: number[]): this
    withLabels(labels: Record<string, string>): this
    withWaitStrategy(strategy: WaitStrategy): this
    withCopyContentToContainer(contents: { content: string; target: string; mode?: number }[]): this
  }
}
