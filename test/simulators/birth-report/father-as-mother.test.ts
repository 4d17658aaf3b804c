import { expect } from 'vitest'
import { eachDoor } from '../../doors.ts'
import { MOTHER, parent, report, send } from './client.ts'

eachDoor('[BR-17] a child that names somebody as the father is not one of the mother’s', async (door) => {
  const nobody = parent('197707072380')
  expect((await send(door, report(1, { mother: nobody, father: parent(MOTHER) }))).status).toBe(201)
  expect((await send(door, report(2))).status).toBe(201)
  const again = await send(door, report(3))
  expect(again.body.message.messageConfirmationCode).toBe('201')
})
