import { simulators } from 'tvilling/mocks'
import { expect, test } from 'vitest'
import { nearAgent, ownTwin } from './agent.ts'

async function agent() {
  const { client, call, defects } = await nearAgent(await ownTwin())
  const read = async (uri: string) => {
    const [content] = (await client.readResource({ uri })).contents
    return content && 'text' in content ? content.text : ''
  }
  return { client, call, read, defects }
}

test('contract, facts and page of each simulator are resources, and so is the journal', async () => {
  const { client, read, call } = await agent()
  const { resources } = await client.listResources()
  expect(resources.map(({ uri }) => uri).sort()).toEqual(
    simulators
      .flatMap(({ name }) => ['contracts', 'facts', 'simulators'].map((kind) => `tvilling://${kind}/${name}`))
      .concat('tvilling://journal')
      .sort(),
  )
  expect(JSON.parse(await read('tvilling://contracts/birth-report'))).toHaveProperty('openapi')
  expect(await read('tvilling://facts/birth-report')).toMatch(/^BR-01 \(seed\): \S/)
  expect(await read('tvilling://simulators/birth-report')).toMatch(/^# birth-report$/m)
  expect(await read('tvilling://journal')).toBe('')
  await call('clock_advance', { by: 'PT1H' })
  expect(await read('tvilling://journal')).toContain('control: clock.advance')
})

test('the name of a simulator is completed, and a wrong one is answered with the nearest', async () => {
  const { client, read, defects } = await agent()
  const ref = { type: 'ref/resource' as const, uri: 'tvilling://facts/{simulator}' }
  const complete = async (value: string) =>
    (await client.complete({ ref, argument: { name: 'simulator', value } })).completion.values
  expect(await complete('bi')).toEqual(['birth-report'])
  expect(await complete('repport')).toEqual(['birth-report'])
  await expect(read('tvilling://facts/birth')).rejects.toThrow(
    'There is no simulator "birth". Nearest: birth-report.',
  )
  expect(defects).toEqual([])
})

test('a prompt says what happened, and how to find the mistake', async () => {
  const { client, call } = await agent()
  await call('request', { url: '/consumer-intelligence/v3/consumers' })
  const prompt = async (name: string, given: Record<string, string>) => {
    const [message] = (await client.getPrompt({ name, arguments: given })).messages
    return message?.content.type === 'text' ? message.content.text : ''
  }
  const explained = await prompt('explain_failed_run', { symptom: 'expected 200, got 401' })
  expect(explained).toContain('The symptom: expected 200, got 401')
  expect(explained).toContain('GET /consumer-intelligence/v3/consumers -> 401')
  expect(await prompt('explain_failed_run', {})).not.toContain('The symptom')
  expect(await prompt('plan_tests', { simulator: 'birth-report' })).toMatch(/^# birth-report$/m)
  await expect(prompt('plan_tests', { simulator: 'birth' })).rejects.toThrow('Nearest: birth-report.')
  await expect(prompt('plan_tests', {})).rejects.toThrow(
    'The prompt plan_tests needs the parameter "simulator"',
  )
})
