/** Saves what happened in a server, and stops it. */
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ActionFailure, print } from './inputs.mjs'
import { endProcess, isRunning } from './processes.mjs'

/** Lines of each tenant in the summary of the job. */
const TAIL = 60

export async function stop({ name, folder, jobStatus, output, summary }) {
  const state = join(folder, 'server.json')
  if (!existsSync(state)) {
    print(`::notice title=Tvilling::No server called ${name} is running, so none is stopped.`)
    return
  }
  const { pid, url, token } = JSON.parse(readFileSync(state, 'utf8'))
  rmSync(state)
  output('folder', folder)
  const log = join(folder, 'server.log')
  if (!isRunning(pid)) {
    hide(log, token)
    print(readFileSync(log, 'utf8'))
    throw new ActionFailure(`The server called ${name} has ended before it was stopped; its log is above.`)
  }
  const explained = await saveJournals(url, token, folder).catch((error) => {
    print(`::warning title=Tvilling::The journal could not be read: ${error.message}`)
    return []
  })
  await endProcess(pid)
  hide(log, token)
  if (jobStatus === 'failure') for (const each of explained) summary(sectionOf(name, each))
  print(`tvilling on ${url} is stopped`)
}

/** Writes the journal of each tenant as HAR and as text; returns the texts of those where something happened. */
async function saveJournals(url, token, folder) {
  // It is the server that this action has started; its authority is known to the clients under test alone.
  if (url.startsWith('https:')) process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0'
  const headers = token ? { authorization: `Bearer ${token}` } : {}
  const get = async (path, accept) => {
    const response = await fetch(`${url}${path}`, { headers: { ...headers, accept } })
    const text = await response.text()
    if (!response.ok) throw new Error(`${path} is answered with ${response.status}: ${text}`)
    return text
  }
  const { tenants } = JSON.parse(await get('/_tvilling/tenants', 'application/json'))
  const explained = []
  for (const tenant of tenants) {
    const journal = `/t/${encodeURIComponent(tenant)}/_tvilling/journal`
    const har = await get(journal, 'application/har+json')
    if (JSON.parse(har).log.entries.length === 0) continue
    const text = await get(journal, 'text/plain')
    writeFileSync(join(folder, `${tenant}.har`), har)
    writeFileSync(join(folder, `${tenant}.txt`), text)
    explained.push({ tenant, text })
  }
  return explained
}

function sectionOf(name, { tenant, text }) {
  const lines = text.trimEnd().split('\n')
  const left = lines.length > TAIL ? `The last ${TAIL} of ${lines.length} lines:\n\n` : ''
  // Longer than any fence in the text.
  const fence = '`'.repeat(Math.max(3, ...(text.match(/`+/g) ?? []).map((run) => run.length + 1)))
  const tail = lines.slice(-TAIL).join('\n')
  return `### What happened in ${name}, tenant ${tenant}\n\n${left}${fence}text\n${tail}\n${fence}\n\n`
}

/** An artifact can be read by everybody who reads the repository. */
function hide(log, token) {
  if (token) writeFileSync(log, readFileSync(log, 'utf8').replaceAll(token, '***'))
}
