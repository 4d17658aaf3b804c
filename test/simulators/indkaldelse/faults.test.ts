import { expect } from 'vitest'
import { eachDoor } from '../../doors.ts'
import { callerAs, everyOperation } from './client.ts'

const codes = { 400: 1014, 401: 401, 403: 1013, 404: 1010, 409: 4405, 412: 412, 500: 500 }

eachDoor('[IN-20] a declared fault is answered with the error body of its status', async (door) => {
  for (const [operation, call] of Object.entries(everyOperation(await callerAs(door)))) {
    for (const [status, fejlkode] of Object.entries(codes).map(([text, code]) => [Number(text), code])) {
      await door.control.faults.add({
        simulator: 'indkaldelse',
        operation,
        fault: 'status',
        status: Number(status),
        times: 1,
      })
      expect(await call(), `${operation} ${status}`).toMatchObject({ status, fejlkoder: [fejlkode] })
    }
  }
})
