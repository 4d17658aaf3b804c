/** The twin keeps its contract: an answer that breaks it rejects the request, so that no test passes by mistake. */
import { createHarness, createRandom, type Harness } from 'tvilling'
import { expect, test } from 'vitest'
import { contract } from './contract.ts'
import { petstore } from './simulator.ts'

const random = createRandom(1)
const simulators = [petstore]

const open = () => createHarness({ simulators, now: '2026-01-01T00:00:00Z' })

const headersOf = async (_harness: Harness): Promise<Record<string, string>> => ({})

/** Sends an operation a request that its contract takes. */
async function call(
  harness: Harness,
  operation: Parameters<typeof contract.request>[0],
  known: Parameters<typeof contract.request>[2] = {},
) {
  const headers = await headersOf(harness)
  return harness.fetch(await contract.request(operation, { random }, { headers, ...known }))
}

test.each([
  ['findPetsByStatus', 200],
  ['findPetsByTags', 200],
  ['updatePetWithForm', 204],
  ['uploadFile', 200],
  ['getInventory', 200],
  ['createUsersWithListInput', 200],
  ['loginUser', 200],
  ['logoutUser', 200],
] as const)('%s answers %i', async (operation, status) => {
  await using harness = await open()
  const response = await call(harness, operation)
  expect(response.status, await response.text()).toBe(status)
})

test('a pet is kept, by its id', async () => {
  await using harness = await open()
  const { keys } = (await harness.scenarios.load('petstore-pets', { count: 2 })) as { keys: string[] }
  const [key = ''] = keys
  const params = { petId: key }
  expect((await call(harness, 'getPetById', { params })).status).toBe(200)
  expect((await call(harness, 'addPet')).status).toBe(200)
  const pet = (await (await call(harness, 'getPetById', { params })).json()) as object
  expect((await call(harness, 'updatePet', { body: pet })).status).toBe(200)
  expect((await call(harness, 'deletePet', { params })).status).toBe(204)
  expect((await call(harness, 'getPetById', { params })).status).toBe(404)
})

test('an order is kept, by its id', async () => {
  await using harness = await open()
  const { keys } = (await harness.scenarios.load('petstore-orders', { count: 2 })) as { keys: string[] }
  const [key = ''] = keys
  const params = { orderId: key }
  expect((await call(harness, 'getOrderById', { params })).status).toBe(200)
  expect((await call(harness, 'placeOrder')).status).toBe(200)
  expect((await call(harness, 'deleteOrder', { params })).status).toBe(204)
  expect((await call(harness, 'getOrderById', { params })).status).toBe(404)
})

test('a user is kept, by its username', async () => {
  await using harness = await open()
  const { keys } = (await harness.scenarios.load('petstore-users', { count: 2 })) as { keys: string[] }
  const [key = ''] = keys
  const params = { username: key }
  expect((await call(harness, 'getUserByName', { params })).status).toBe(200)
  expect((await call(harness, 'createUser')).status).toBe(200)
  expect((await call(harness, 'updateUser', { params })).status).toBe(200)
  expect((await call(harness, 'deleteUser', { params })).status).toBe(204)
  expect((await call(harness, 'getUserByName', { params })).status).toBe(404)
})

test('what nobody has is refused', async () => {
  await using harness = await open()
  const [host] = contract.contract.hosts.keys()
  expect((await harness.fetch(`https://${host}/nowhere/at/all`)).status).toBe(404)
})
