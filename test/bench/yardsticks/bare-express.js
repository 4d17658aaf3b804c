/**
 * The yardstick: a bare Express route that only sends the bytes and headers of a file. It is JavaScript, so that its
 * start does not include type stripping. Arguments: port, file.
 */
import { readFileSync } from 'node:fs'
import express from 'express'

const [port, file] = process.argv.slice(2)
const { path, headers, body } = JSON.parse(readFileSync(file, 'utf8'))
const app = express()
app.disable('x-powered-by')
app.get(path, (_, response) => {
  for (const [name, value] of headers) response.setHeader(name, value)
  response.end(body)
})
app.listen(Number(port), '127.0.0.1')
