import { numberOf } from 'tvilling/fixtures'
import { expect } from 'vitest'
import { eachDoor } from '../../doors.ts'
import { CSV, logIn, OTHER, PERSON } from './client.ts'

const hyphened = `${PERSON.slice(0, 8)}-${PERSON.slice(8)}`
const plus = `${OTHER.slice(0, 8)}+${OTHER.slice(8)}`
const BOM = '\uFEFF'

const csv: Record<string, string> = {
  'with a header': CSV,
  'without a header': `${PERSON}\n${OTHER}\n`,
  'without a last line end': `${PERSON}\n${OTHER}`,
  'with CRLF': `personalNumber\r\n${PERSON}\r\n${OTHER}\r\n`,
  'with a byte order mark': `${BOM}${CSV}`,
  'with a byte order mark and CRLF, without a header': `${BOM}${PERSON}\r\n${OTHER}\r\n`,
  'with hyphen and plus sign': `${hyphened}\n${plus}\n`,
  'with further columns behind commas': `personalNumber,name\n${PERSON},Åsa\n${OTHER},"B, C"\n`,
  'with further columns behind semicolons': `personalNumber;name\r\n${PERSON};Åsa\r\n${OTHER};;\r\n`,
  'with rows of unequal length': `${PERSON}\n${OTHER},x,y\n`,
  'with quotes': `"personalNumber"\n"${hyphened}"\n"${OTHER}"\n`,
  'with empty rows, as Excel leaves them': `${PERSON};\r\n;\r\n\r\n${OTHER};\r\n;\r\n`,
}

const json: Record<string, string> = {
  'of strings': JSON.stringify([PERSON, OTHER]),
  'of strings with hyphen and plus sign': JSON.stringify([hyphened, plus]),
  'of objects': JSON.stringify([{ personalNumber: PERSON }, { personalNumber: plus, name: 'x' }]),
  'of both': JSON.stringify([PERSON, { personalNumber: OTHER }]),
  'with a byte order mark and line ends': BOM + JSON.stringify([PERSON, OTHER], null, 2),
}

eachDoor('[PM-03] [PM-19] CSV is taken in each of its forms', async (door) => {
  const client = await logIn(door)
  for (const [form, content] of Object.entries(csv)) {
    const answer = await client.update(content)
    expect(answer, form).toMatchObject({ status: 200, body: { entityCount: 2, status: 'PENDING' } })
    expect(answer.reason, form).toBeNull()
  }
})

eachDoor('[PM-03] [PM-19] JSON is taken in each of its forms', async (door) => {
  const client = await logIn(door)
  for (const [form, content] of Object.entries(json)) {
    const answer = await client.update(content, { type: 'application/json', name: 'persons.json' })
    expect(answer, form).toMatchObject({ status: 200, body: { entityCount: 2, status: 'PENDING' } })
    expect(answer.reason, form).toBeNull()
  }
})

eachDoor('[PM-19] an update replaces the whole list', async (door) => {
  const client = await logIn(door)
  const numbers = async () => {
    await door.control.clock.advance('PT4M')
    const { items } = await door.control.state.page('person-monitoring', 'monitoredDays')
    return items.flatMap(({ value }) => value['numbers'] as string[]).toSorted()
  }
  await client.update(`${PERSON}\n${OTHER}`)
  expect(await numbers()).toEqual([PERSON, OTHER].toSorted())
  await client.update(`${OTHER}\n${numberOf('wife')}`)
  expect(await numbers()).toEqual([OTHER, numberOf('wife')].toSorted())
  expect((await client.update('personalNumber\n')).body).toMatchObject({ status: 'PENDING', entityCount: 0 })
  expect(await numbers()).toEqual([])
})

eachDoor('[PM-17] a number that comes twice is one entity', async (door) => {
  const client = await logIn(door)
  expect((await client.update(`${PERSON}\n${hyphened}\n`)).body.entityCount).toBe(1)
})

eachDoor('[PM-19] numbers of every kind are taken: coordination, centenarians, nobody', async (door) => {
  const client = await logIn(door)
  const numbers = [numberOf('coordination-number'), '19240315+2388', numberOf('nobody')]
  await client.update(numbers.join('\n'))
  await door.control.clock.advance('PT4M')
  expect(await client.bundle()).toMatchObject({ status: 'APPROVED', entityCount: 3 })
})
