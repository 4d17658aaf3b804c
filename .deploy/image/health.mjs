/**
 * The health check of the image: exit code 0 if the server in this container answers. It knows port and HTTPS from the
 * variables `TVILLING_PORT` and `TVILLING_TLS…`; who sets them by options of the command line sets a health check as well.
 */
import { get as getPlain } from 'node:http'
import { get as getSecure } from 'node:https'

const { env } = process
const secure = Boolean(env.TVILLING_TLS || env.TVILLING_TLS_CERT)
// Kubernetes sets TVILLING_PORT to an address if a service is called tvilling; the server takes no notice of it either.
const port = /^\d+$/.test(env.TVILLING_PORT ?? '') ? Number(env.TVILLING_PORT) : 4010
const path = '/_tvilling/health'

// The certificate is of an authority of its own, or for the name that others call.
const options = { host: '127.0.0.1', port, path, timeout: 2_000, rejectUnauthorized: false }
const request = (secure ? getSecure : getPlain)(options, (answer) => {
  answer.resume()
  finish(answer.statusCode === 200 ? undefined : `The server answers with ${answer.statusCode}.`)
})
request.on('timeout', () => request.destroy(new Error('It takes too long.')))
request.on('error', (error) => finish(`No answer at port ${port}: ${error.message}`))

/** Docker shows what an unhealthy check has printed. */
function finish(failure) {
  if (failure) process.stderr.write(`${failure}\n`)
  process.exitCode = failure ? 1 : 0
}
