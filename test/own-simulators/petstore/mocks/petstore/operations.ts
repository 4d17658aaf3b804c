/**
 * What each operation answers: what is kept if it keeps something, else the example of the contract, or one that is made
 * of its schema. Write your own where that is not enough.
 */
import type { Operations } from 'tvilling'
import type { operations as Promised } from '../../contracts/petstore/types.gen.ts'
import { contract } from './contract.ts'
import { type CallContext, newPetKey, newOrderKey, newUserKey } from './states.ts'

export const operations = {
  /** PETSTORE-01. Update an existing pet by its id. */
  async updatePet({ body }, context) {
    const before = await context.collections.pets.get(String(body.id))
    if (!before) return contract.refusal('updatePet', 404, `There is no pet ${body.id}.`, context)
    const pet = contract.example('getPetById', 200, context, { ...before, ...body }).body
    await context.begin('pets', pet)
    return contract.example('updatePet', 200, context, pet)
  },

  /** PETSTORE-02. Add a new pet to the store. */
  async addPet({ body }, context) {
    const pet = contract.example('getPetById', 200, context, { id: newPetKey(context), ...body }).body
    await context.begin('pets', pet)
    return contract.example('addPet', 200, context, pet)
  },

  /** PETSTORE-03. Find pets by status. */
  findPetsByStatus: async (_input, context) => contract.example('findPetsByStatus', 200, context),

  /** PETSTORE-04. Find pets by tags. */
  findPetsByTags: async (_input, context) => contract.example('findPetsByTags', 200, context),

  /** PETSTORE-05. Find a pet by its id. */
  async getPetById({ params }, context) {
    const pet = await context.collections.pets.get(String(params.petId))
    if (!pet) return contract.refusal('getPetById', 404, `There is no pet ${params.petId}.`, context)
    return { status: 200, body: pet }
  },

  /** PETSTORE-06. Update a pet with query parameters. */
  updatePetWithForm: async (_input, context) => contract.example('updatePetWithForm', 204, context),

  /** PETSTORE-07. Delete a pet. */
  async deletePet({ params }, context) {
    const pet = await context.collections.pets.get(String(params.petId))
    if (!pet) return contract.refusal('deletePet', 404, `There is no pet ${params.petId}.`, context)
    await context.forget('pets', String(params.petId))
    await context.collections.pets.delete(String(params.petId))
    return contract.example('deletePet', 204, context)
  },

  /** PETSTORE-08. Upload an image. */
  uploadFile: async (_input, context) => contract.example('uploadFile', 200, context),

  /** PETSTORE-09. Return pet inventories by status. */
  getInventory: async (_input, context) => contract.example('getInventory', 200, context),

  /** PETSTORE-10. Place an order for a pet. */
  async placeOrder({ body }, context) {
    const order = contract.example('getOrderById', 200, context, { id: newOrderKey(context), ...body }).body
    await context.begin('orders', order)
    return contract.example('placeOrder', 200, context, order)
  },

  /** PETSTORE-11. Find a purchase order by its id. */
  async getOrderById({ params }, context) {
    const order = await context.collections.orders.get(String(params.orderId))
    if (!order) return contract.refusal('getOrderById', 404, `There is no order ${params.orderId}.`, context)
    return { status: 200, body: order }
  },

  /** PETSTORE-12. Delete a purchase order by its id. */
  async deleteOrder({ params }, context) {
    const order = await context.collections.orders.get(String(params.orderId))
    if (!order) return contract.refusal('deleteOrder', 404, `There is no order ${params.orderId}.`, context)
    await context.forget('orders', String(params.orderId))
    await context.collections.orders.delete(String(params.orderId))
    return contract.example('deleteOrder', 204, context)
  },

  /** PETSTORE-13. Create a user. */
  async createUser({ body }, context) {
    const user = contract.example('getUserByName', 200, context, { username: newUserKey(context), ...body }).body
    await context.collections.users.put(user)
    return contract.example('createUser', 200, context, user)
  },

  /** PETSTORE-14. Create a list of users. */
  createUsersWithListInput: async (_input, context) => contract.example('createUsersWithListInput', 200, context),

  /** PETSTORE-15. Log a user in. */
  loginUser: async (_input, context) => contract.example('loginUser', 200, context),

  /** PETSTORE-16. Log the current user out. */
  logoutUser: async (_input, context) => contract.example('logoutUser', 200, context),

  /** PETSTORE-17. Get a user by name. */
  async getUserByName({ params }, context) {
    const user = await context.collections.users.get(String(params.username))
    if (!user) return contract.refusal('getUserByName', 404, `There is no user ${params.username}.`, context)
    return { status: 200, body: user }
  },

  /** PETSTORE-18. Update a user. */
  async updateUser({ params, body }, context) {
    const before = await context.collections.users.get(String(params.username))
    if (!before) return contract.refusal('updateUser', 404, `There is no user ${params.username}.`, context)
    const user = contract.example('getUserByName', 200, context, { ...before, ...body, username: before.username }).body
    await context.collections.users.put(user)
    return contract.example('updateUser', 200, context, user)
  },

  /** PETSTORE-19. Delete a user. */
  async deleteUser({ params }, context) {
    const user = await context.collections.users.get(String(params.username))
    if (!user) return contract.refusal('deleteUser', 404, `There is no user ${params.username}.`, context)
    await context.collections.users.delete(String(params.username))
    return contract.example('deleteUser', 204, context)
  },
} satisfies Operations<Promised, CallContext>
