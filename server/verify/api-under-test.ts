/** The API whose implementation is verified, and a check of it. */
import type { Contract } from '../../src/contract/contract.ts'
import type { Ground } from '../../src/contract/evidence.ts'
import type { Shapes } from '../../src/contract/shape.ts'
import type { Validator } from '../../src/contract/validator.ts'
import type { Check, VerificationPlan } from '../../src/simulator/verification.ts'
import type { ContractGrounds } from '../verdicts/grounds.ts'
import type { ServedNames } from './served-names.ts'

export interface ApiUnderTest {
  api: string
  plan: VerificationPlan
  contract: Contract
  validator: Validator
  shapes: Shapes
  names: ServedNames
  grounds: ContractGrounds
}

/** A check with what its demands rest on, if that is not said by facts. */
export type GroundedCheck = Check & { ground?: Ground | undefined }
