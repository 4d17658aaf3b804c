import { openSqliteStore } from 'tvilling'
import { expect, test } from 'vitest'
import { createClock } from '../../src/harness/clock.ts'
import { viewPopulation } from '../../src/simulator/population.ts'
import { openLibrary, readers } from './sample.ts'

test('a person is changed in one harness and stays as it was in all others', async () => {
  await using one = await openLibrary()
  await using other = await openLibrary()
  expect(await one.people.change('1', { town: 'Odense' })).toEqual({
    number: '1',
    name: 'Åse',
    town: 'Odense',
  })
  expect(await one.people.change('1', {})).toMatchObject({ town: 'Odense' })
  expect(await other.people.change('1', {})).toMatchObject({ town: 'Bergen' })
  expect((await one.state.page('library', 'notes')).items).toMatchObject([
    { key: '1', value: { text: 'Odense' } },
  ])
  await one.reset()
  expect(await one.people.change('1', {})).toMatchObject({ town: 'Bergen' })
})

test('a change that the simulators cannot follow is undone', async () => {
  await using harness = await openLibrary()
  await expect(harness.people.change('1', { town: 'Nowhere' })).rejects.toThrow('Nobody lives there.')
  expect(await harness.people.change('1', {})).toMatchObject({ town: 'Bergen' })
  await expect(harness.people.change('9', {})).rejects.toMatchObject({ status: 404 })
})

test('look-ups see the changes: who came, who went and who is new', async () => {
  const store = openSqliteStore(':memory:')
  const clock = createClock({ mode: 'manual', factor: 1, virtual: 0, wall: 0 })
  const changed: string[] = []
  const view = viewPopulation(readers, store, {
    clock,
    changed: async ({ before, after }) => void changed.push(`${before.name} ${after.name}`),
  })
  const namesIn = async (town: string) => (await view.find('town', town)).map(({ name }) => name)
  expect(await namesIn('Bergen')).toEqual(['Åse', 'Bo'])
  await view.change('1', { town: 'Odense' })
  await view.change('2', { name: 'Bodil' })
  await view.put({ number: '4', name: 'Dag', town: 'Bergen' })
  expect(await namesIn('Bergen')).toEqual(['Bodil', 'Dag'])
  expect(await namesIn('Odense')).toEqual(['Cai', 'Åse'])
  expect(await namesIn('__proto__')).toEqual([])
  expect(await view.get('4')).toMatchObject({ name: 'Dag' })
  expect(await view.change('5', {})).toBeUndefined()
  await view.put({ number: '4', name: 'Dagny', town: 'Bergen' })
  expect(changed).toEqual(['Åse Åse', 'Bo Bodil', 'Dag Dagny'])
  await store.close()
})
