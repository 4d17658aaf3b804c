/** A member whose being required is our assumption, though the provider documents the member. */
import { simulators } from 'tvilling/mocks'
import { main, startServer } from 'tvilling/server'
import { expect, test } from 'vitest'
import { createVerdicts } from '../../server/verdicts/verdicts.ts'
import { resolve } from '../../src/contract/contract.ts'
import { valueAt } from '../../src/contract/json-pointer.ts'

test.each([
  ['person-monitoring', 'requestToken', 'expires_in', 'PM-10', 'Token.expires_in'],
  ['organization-session', 'requestToken', 'expires_in', 'OS-14', 'Token.expires_in'],
  ['organization-session', 'getSession', 'jsonData', 'OS-16', 'Session.jsonData'],
  ['consumer-intelligence', 'getPerson', 'baseNameCode', 'CI-15', 'Person.baseNameCode'],
])('an answer of %s.%s without %s proves our assumption wrong', (name, id, member, fact, address) => {
  expect(verdictsWithout(name, id, member)).toEqual([
    {
      class: 'assumption',
      facts: [fact],
      settings: expect.arrayContaining([`${name}.required["${address}"]`]),
    },
  ])
})

test.each([
  ['person-monitoring', 'requestToken', 'access_token'],
  ['birth-report', 'createBirthReport', 'reportId'],
])('an answer of %s.%s without %s breaks what the provider promises', (name, id, member) => {
  expect(verdictsWithout(name, id, member)).toMatchObject([{ class: 'promise' }])
})

/** The verdicts on the example of a success without one member. */
function verdictsWithout(name: string, id: string, member: string) {
  const simulator = simulators.find((one) => one.name === name)
  const operation = simulator?.contract.operations.find((one) => one.id === id)
  const [status, answer] = [...(operation?.answers ?? [])].find(([code]) => code < '300') ?? []
  if (!simulator || !answer) throw new Error(`${name} has no ${id}.`)
  const { mediaType, schema } = answer.content[0] as { mediaType: string; schema: { pointer: string } }
  const { document } = simulator.contract
  const at = schema.pointer.replace(/schema$/, 'examples')
  const [first = ''] = Object.keys(valueAt(document, at) as object)
  const { [member]: _, ...body } = resolve(document, `${at}/${first}`).value['value'] as Record<
    string,
    unknown
  >
  const response = { status: Number(status), headers: { 'content-type': mediaType } }
  const faults = simulator.validator.answerFaults(answer, response, body)
  const verdicts = createVerdicts(simulator, undefined)
  return faults.map((fault) => verdicts.onAnswer(fault, operation, Number(status)))
}

async function verify(...argv: string[]) {
  let out = ''
  const write = (text: string) => {
    out += text
  }
  return { code: await main(['verify', '--api', 'indkaldelse', ...argv], { out: write, error: write }), out }
}

test('[IN-19] verify says so of a service that does not demand the member, and names the setting', async () => {
  const settings = {
    indkaldelse: { required: { 'CreateIndkaldelseRequestDto.moedeStarttidspunkt': false } },
  }
  const server = await startServer({
    port: 0,
    harness: { simulators, now: '2026-01-01T00:00:00Z', settings },
  })
  const { code, out } = await verify(
    '--url',
    server.url,
    '--control',
    server.url,
    '--seed',
    '1',
    '--runs',
    '1',
  )
  await server.close()
  expect(out).toContain('indkaldelse.required["CreateIndkaldelseRequestDto.moedeStarttidspunkt"]')
  expect(out).toMatch(/our assumption is wrong: .*IN-19/)
  expect(code, out).toBe(0)
})
