import { numberOf } from 'tvilling/fixtures'
import { expect } from 'vitest'
import { eachDoor } from '../../doors.ts'
import { callerAs, DELTAGER, deltager, newIndkaldelse } from './client.ts'

eachDoor('[IN-20] an answer names the assumptions that decided', async (door) => {
  const caller = await callerAs(door)
  const evidence = ({ headers }: { headers: Headers }) => headers.get('x-tvilling-evidence')
  const id = await newIndkaldelse(caller)
  expect(evidence(await caller.createMyndighedsdeltager(DELTAGER, deltager(id)))).toBe('assumed (IN-20)')
  const code = await caller.createMyndighedsdeltager(DELTAGER, deltager(id, { deltagerrolle: 99 }))
  expect(evidence(code)).toBe('assumed (IN-20, IN-25)')
  const silent = await caller.createMyndighedsdeltager(numberless(DELTAGER), deltager(id))
  expect(evidence(silent)).toBe('assumed (IN-20, IN-24)')
  await caller.createIndkaldelse(undefined, { requestId: 'once' })
  expect(evidence(await caller.createIndkaldelse(undefined, { requestId: 'once' }))).toBe(
    'assumed (IN-20, IN-22)',
  )
  const dead = await caller.createIndkaldelse(undefined, { cpr: numberOf('deceased-citizen') })
  expect(evidence(dead)).toBe('assumed (IN-20, IN-23)')
})

/** Another UUID. */
const numberless = (id: string) => id.replace(/^./, '0')
