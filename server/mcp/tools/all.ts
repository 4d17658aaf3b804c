/** All tools, in the order in which a client lists them. */
import type { Tool } from '../tool.ts'
import { clockAdvance, clockRead, clockSet } from './clock.ts'
import { deliveriesExplain, deliveriesList, deliveriesSettle, deliveryRedeliver } from './deliveries.ts'
import { documentRead } from './documents.ts'
import { faultAdd, faultsClear, faultsList } from './faults.ts'
import { journalExplain, journalFind, journalSave } from './journal.ts'
import { eventFire, personChange, subjectsList } from './people.ts'
import { request } from './request.ts'
import { scenarioLoad, scenariosList } from './scenarios.ts'
import { simulatorRead, simulatorsList, twinAddress } from './simulators.ts'
import { statePage, stateTransition } from './state.ts'
import { verify } from './verify.ts'
import { reset, snapshotRestore, snapshotSave } from './whole-twin.ts'

export const tools: readonly Tool[] = [
  twinAddress,
  simulatorsList,
  simulatorRead,
  documentRead,
  request,
  scenariosList,
  scenarioLoad,
  subjectsList,
  personChange,
  eventFire,
  statePage,
  stateTransition,
  clockRead,
  clockAdvance,
  clockSet,
  faultsList,
  faultAdd,
  faultsClear,
  journalFind,
  journalExplain,
  journalSave,
  deliveriesList,
  deliveriesExplain,
  deliveriesSettle,
  deliveryRedeliver,
  reset,
  snapshotSave,
  snapshotRestore,
  verify,
]
