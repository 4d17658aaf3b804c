import { simulators } from 'tvilling/mocks'
import { startServer } from 'tvilling/server'
import { expect, test } from 'vitest'

async function typesOf(name: string, settings = {}) {
  const server = await startServer({ port: 0, harness: { simulators, settings } })
  try {
    const response = await fetch(`${server.url}/_tvilling/contracts/${name}`)
    return {
      status: response.status,
      type: response.headers.get('content-type'),
      text: await response.text(),
    }
  } finally {
    await server.close()
  }
}

test('the types of a contract are served, with the paths, names and words of the settings', async () => {
  const plain = await typesOf('birth-report.d.ts')
  expect(plain).toMatchObject({ status: 200, type: 'text/plain; charset=utf-8' })
  expect(plain.text).toContain('createBirthReport')
  expect(plain.text).toMatch(/"MALE" \| "FEMALE"/)

  const changed = await typesOf('birth-report.d.ts', {
    'birth-report': {
      names: { 'BirthReportRequest.child': 'barn' },
      words: { 'Child.gender': { MALE: 'M', FEMALE: 'K' } },
    },
  })
  expect(changed.text).toMatch(/"M" \| "K"/)
  expect(changed.text).toMatch(/barn: components/)
})

test('types of a simulator that does not exist are a mistake that names those there are', async () => {
  const { status, text } = await typesOf('birth-raport.d.ts')
  expect(status).toBe(404)
  expect(JSON.parse(text).error).toMatch(/"birth-raport"\. Nearest: birth-report/)
})
