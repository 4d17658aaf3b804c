/** The yardstick: a bare Express route that sends the bytes it is given. */
import type { AddressInfo } from 'node:net'
import express from 'express'

const body = process.argv[2] ?? ''
const app = express()
app.get('/consumer-intelligence/v3/consumers', (_, response) => {
  response.setHeader('content-type', 'application/json')
  response.end(body)
})
const server = app.listen(0, '127.0.0.1', () => {
  process.stdout.write(`listening on http://127.0.0.1:${(server.address() as AddressInfo).port}\n`)
})
