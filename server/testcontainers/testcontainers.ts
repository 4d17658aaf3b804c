/** The public door `tvilling/testcontainers`: the image of Tvilling in a container that a test owns. */
import { AbstractStartedContainer, GenericContainer, type StartedTestContainer, Wait } from 'testcontainers'
import { type Connection, connect } from '../../src/control/connect.ts'
import { randomSecret } from '../../src/harness/random.ts'
import type { AllSettings } from '../../src/simulator/apply-settings.ts'
import type { Config } from '../config/define-config.ts'

const PORT = 4010
/** Where the server in the image looks for its configuration. */
const CONFIG_FILE = '/data/tvilling.config.json'

/** What the image itself decides. */
type Given = Omit<Config, 'host' | 'port'>

/**
 * A server in a container.
 * @example
 * await using tvilling = await new TvillingContainer('tvilling').withClock('manual').start()
 * await fetch(`${tvilling.url}/token`, …)
 * await tvilling.control.clock.advance('PT2H')
 */
export class TvillingContainer extends GenericContainer {
  #config: Given = {}

  /** @param image what `docker build -f .deploy/Dockerfile` made, or where your organization keeps it. */
  constructor(image: string) {
    super(image)
    this.withExposedPorts(PORT)
    this.withWaitStrategy(Wait.forHttp('/_tvilling/health', PORT, { abortOnContainerExit: true }))
  }

  /** Any option of `tvilling serve`, by the name that it has in a configuration file. */
  withConfig(config: Given): this {
    this.#config = { ...this.#config, ...config }
    return this
  }

  /** Loads a scenario at the start: `name`, or with parameters `name?id=b1`. May be called several times. */
  withScenario(scenario: string): this {
    return this.withConfig({ scenario: [...[this.#config.scenario ?? []].flat(), scenario] })
  }

  withSettings(settings: AllSettings): this {
    return this.withConfig({ settings })
  }

  withSeed(seed: number): this {
    return this.withConfig({ seed })
  }

  /** Where the clock starts, such as `2026-01-01T00:00:00Z`. */
  withNow(now: string): this {
    return this.withConfig({ now })
  }

  /** `manual`, `real`, or a factor such as `x60`. */
  withClock(clock: string): this {
    return this.withConfig({ clock })
  }

  /** At least 16 characters. Without it, each container gets a token of its own. */
  withControlToken(controlToken: string): this {
    return this.withConfig({ controlToken })
  }

  /** Hosts that webhooks may go to. A receiver in the test itself needs `host.testcontainers.internal` and `private`. */
  withWebhookHosts(...webhookHosts: string[]): this {
    return this.withConfig({ webhookHosts })
  }

  override async start(): Promise<StartedTvillingContainer> {
    const controlToken = this.#config.controlToken ?? randomSecret()
    const content = JSON.stringify({ log: 'json', openTenants: true, ...this.#config, controlToken })
    this.withCopyContentToContainer([{ content, target: CONFIG_FILE, mode: 0o644 }])
    return new StartedTvillingContainer(await super.start(), controlToken)
  }
}

export class StartedTvillingContainer extends AbstractStartedContainer {
  readonly controlToken: string

  constructor(started: StartedTestContainer, controlToken: string) {
    super(started)
    this.controlToken = controlToken
  }

  /** Where the server is reached from the test, such as `http://localhost:32768`. */
  get url(): string {
    return `http://${this.getHost()}:${this.getMappedPort(PORT)}`
  }

  /** Controls the default tenant. */
  get control(): Connection {
    return this.controlOf()
  }

  /** Controls a tenant; a test that runs beside others has one of its own. */
  controlOf(tenant?: string): Connection {
    return connect(this.url, { token: this.controlToken, ...(tenant !== undefined && { tenant }) })
  }
}
