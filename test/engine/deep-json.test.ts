import { expect } from 'vitest'
import { eachDoor } from '../doors.ts'

eachDoor('a body that nests a hundred thousand levels deep is malformed, not a defect', async ({ fetch }) => {
  const deep = `{"reportId":${'['.repeat(100_000)}${']'.repeat(100_000)}}`
  const response = await fetch('https://birthreport.test/v1/birthreport', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: deep,
  })
  expect(response.status).toBe(422)
  expect(response.headers.get('x-tvilling-reason')).toBe('The body nests deeper than 200 levels.')
})

eachDoor('a text of some megabytes is read to its end', async ({ fetch }) => {
  const response = await fetch('https://birthreport.test/v1/birthreport', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ reportId: '\\"['.repeat(1024 * 1024) }),
  })
  expect(response.status).toBe(400)
})

eachDoor('brackets inside of texts are no levels', async ({ fetch }) => {
  const response = await fetch('https://birthreport.test/v1/birthreport', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ reportId: `"\\${'['.repeat(1_000)}` }),
  })
  expect(response.status).toBe(400)
})
