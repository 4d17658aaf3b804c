/** The path of an operation as it is served: settings may have given it another one. */
import type { Contract } from './contract.ts'
import type { Validator } from './validator.ts'

/**
 * The path with values for its parameters, in the words of the code.
 * @throws Error if there is no such operation.
 * @example servedPath(contract, validator, 'readBundle', { id: 'b 1' }) // '/bundles/b%201'
 */
export function servedPath(
  contract: Pick<Contract, 'operations'>,
  validator: Pick<Validator, 'serve'>,
  operation: string,
  values: Readonly<Record<string, string>>,
): string {
  const found = contract.operations.find(({ id }) => id === operation)
  if (!found) throw new Error(`The contract has no operation "${operation}".`)
  return found.path.replaceAll(/\{([^}]+)\}/g, (_, name: string) => {
    const schema = found.parameters.find((each) => each.in === 'path' && each.name === name)?.schema
    return encodeURIComponent(String(validator.serve({ mediaType: '', schema }, values[name])))
  })
}
