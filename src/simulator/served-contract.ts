/** A contract with what is made of it. Each part is made on first use, and harnesses share it. */
import type { Contract } from '../contract/contract.ts'
import { createGrounds, type Grounds } from '../contract/evidence.ts'
import { createRoutes, type Routes } from '../contract/routes.ts'
import { createValidator, type Validator } from '../contract/validator.ts'

export interface ServedContract {
  readonly contract: Contract
  readonly validator: Validator
  readonly routes: Routes
  readonly grounds: Grounds
}

export function serveContract(read: () => Contract): ServedContract {
  let contract: Contract | undefined
  let validator: Validator | undefined
  let routes: Routes | undefined
  let grounds: Grounds | undefined
  return {
    get contract() {
      contract ??= read()
      return contract
    },
    get validator() {
      validator ??= createValidator(this.contract)
      return validator
    },
    get routes() {
      routes ??= createRoutes(this.contract)
      return routes
    },
    get grounds() {
      grounds ??= createGrounds(this.contract)
      return grounds
    },
  }
}

/** Adds a served contract to an object, whose parts are still made on first use, and once for all who share it. */
export function withContract<T extends ServedContract>(
  served: ServedContract,
  own: Omit<T, keyof ServedContract>,
): T {
  const contractOf = (part: keyof ServedContract) => ({ get: () => served[part], enumerable: true })
  Object.defineProperties(own, {
    contract: contractOf('contract'),
    validator: contractOf('validator'),
    routes: contractOf('routes'),
    grounds: contractOf('grounds'),
  })
  return own as T
}
