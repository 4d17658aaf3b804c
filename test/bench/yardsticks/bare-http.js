/** The most that Node's own server can do: the same bytes and headers without a router. Arguments: port, file. */
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'

const [port, file] = process.argv.slice(2)
const { headers, body } = JSON.parse(readFileSync(file, 'utf8'))
createServer((_, response) => {
  for (const [name, value] of headers) response.setHeader(name, value)
  response.end(body)
}).listen(Number(port), '127.0.0.1')
