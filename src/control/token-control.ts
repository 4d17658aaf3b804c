/** Bearer tokens that come from elsewhere. */
import { checkArguments } from '../simulator/arguments.ts'
import type { RunningSimulator } from '../simulator/running-simulator.ts'
import { checkObject } from './check-object.ts'
import type { Control } from './control.ts'
import { type RunningSimulators, simulatorNamed } from './find-named.ts'
import { unknownName } from './nearest.ts'
import type { Recorder } from './recorder.ts'
import { UsageError } from './usage-error.ts'

const text = { type: 'string', optional: true }
const GRANT = { token: text, client: text, simulator: text, expired: { type: 'boolean', optional: true } }

export interface TokenControlDeps {
  simulators: RunningSimulators
  recorder: Pick<Recorder, 'change'>
}

export function createTokenControl({ simulators, recorder }: TokenControlDeps): Control['tokens'] {
  return {
    async accept(grant = {}) {
      checkObject('The token', grant)
      checkArguments('The token', GRANT, { ...grant })
      const { token, client = 'tvilling', simulator, expired } = grant
      if (token !== undefined && !/^[\w.~+/-]+=*$/.test(token)) {
        throw new UsageError(`"${token}" cannot be a bearer token: it is sent as "Bearer <token>".`)
      }
      const asked =
        simulator === undefined ? [...simulators.values()] : [simulatorNamed(simulators, simulator)]
      const work = async () => {
        const accepting: string[] = []
        for (const { name, auth } of asked) {
          if (await auth.accept(client, token, expired)) accepting.push(name)
        }
        if (accepting.length === 0) throw unknownName('OAuth client', client, clientsOf(asked))
        return { token: token ?? null, client, simulators: accepting }
      }
      return recorder.change(work, 'tokens.accept', { token, client, simulator, expired })
    },
  }
}

function clientsOf(simulators: readonly RunningSimulator[]): string[] {
  return [...new Set(simulators.flatMap(({ definition }) => (definition.clients ?? []).map(({ id }) => id)))]
}
