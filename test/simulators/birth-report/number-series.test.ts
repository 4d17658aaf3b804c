import { NOBODY, numberOf } from 'tvilling/fixtures'
import { expect } from 'vitest'
import { type Door, eachDoor } from '../../doors.ts'
import { isValidByStdnum } from '../../fixtures/stdnum-reference.ts'
import { parent, report, send } from './client.ts'

type Gender = 'MALE' | 'FEMALE'

/** The numbers of one delivery of so many children. */
async function numbersOf(door: Door, date: string, gender: Gender, count: number): Promise<string[]> {
  const numbers = []
  for (let order = 1; order <= count; order += 1) {
    const index = order + (gender === 'MALE' ? 100 : 0)
    const child = { date, gender, order: index }
    const { status, body } = await send(door, report(index, { child }))
    expect(status).toBe(201)
    numbers.push(body.personalIdentityNumber)
  }
  return numbers
}

const serialsOf = (numbers: string[]) => numbers.map((number) => Number(number.slice(8, 11)))

eachDoor('[BR-18] [BR-26] a day gives out its test series, odd for boys and even for girls', async (door) => {
  const girls = await numbersOf(door, '2024-02-29', 'FEMALE', 11)
  const boys = await numbersOf(door, '2024-02-29', 'MALE', 11)
  expect(serialsOf(girls)).toEqual([238, 980, 982, 984, 986, 988, 990, 992, 994, 996, 998])
  expect(serialsOf(boys)).toEqual([239, 981, 983, 985, 987, 989, 991, 993, 995, 997, 999])
  for (const number of [...girls, ...boys]) {
    expect(number).toMatch(/^20240229\d{4}$/)
    expect(isValidByStdnum('SE', 'personnummer', `${number.slice(0, 8)}-${number.slice(8)}`), number).toBe(
      true,
    )
  }
})

eachDoor(
  '[BR-17] [BR-18] [BR-26] when all numbers of a day are given out, the next birth is 202',
  async (door) => {
    await numbersOf(door, '2025-12-24', 'FEMALE', 11)
    const late = await send(door, report(12, { child: { order: 12 } }))
    expect(late.status).toBe(202)
    expect(late.body.message.messageConfirmationCode).toBe('205')
    expect(late.reason).toMatch(/another date, reset the harness, or use a tenant of its own/)
    expect((await send(door, report(13, { child: { order: 13, gender: 'MALE' } }))).status).toBe(201)
  },
)

eachDoor('[BR-18] twins get different numbers, whatever the order of their reports', async (door) => {
  const second = await send(door, report(1, { child: { order: 2 } }))
  const first = await send(door, report(2, { child: { order: 1 } }))
  expect([second.status, first.status]).toEqual([201, 201])
  expect(second.body.personalIdentityNumber).not.toBe(first.body.personalIdentityNumber)
})

eachDoor('[BR-18] a number that somebody of the harness has is not given again', async (door) => {
  for (const [index, name] of (['first-child', 'second-child', 'legal-id'] as const).entries()) {
    const taken = numberOf(name)
    const date = `${taken.slice(0, 4)}-${taken.slice(4, 6)}-${taken.slice(6, 8)}`
    const gender = Number(taken[10]) % 2 === 1 ? 'MALE' : 'FEMALE'
    const mother = parent(numberOf('centenarian'))
    const { body } = await send(door, report(index, { mother, child: { date, gender } }))
    expect(body.personalIdentityNumber).toMatch(new RegExp(`^${taken.slice(0, 8)}98`))
  }
})

eachDoor('[BR-18] a number that is documented to be nobody’s stays so', async (door) => {
  const child = { date: '1977-07-07', gender: 'FEMALE' } as const
  const { body } = await send(door, report(1, { mother: parent(numberOf('centenarian')), child }))
  expect(NOBODY.slice(0, 11)).toBe('19770707238')
  expect(body.personalIdentityNumber.slice(0, 11)).toBe('19770707980')
})

eachDoor('[BR-18] births of one day to many mothers have different numbers', async (door) => {
  const numbers = []
  for (const [index, name] of (['mother', 'wife', 'mother-of-two', 'legal-id'] as const).entries()) {
    const answer = await send(door, report(index, { mother: parent(numberOf(name)) }))
    numbers.push(answer.body.personalIdentityNumber)
  }
  expect(new Set(numbers).size).toBe(4)
})
