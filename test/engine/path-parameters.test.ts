import { createHarness, defineSimulator } from 'tvilling'
import { expect, test } from 'vitest'
import { problems } from '../new/claims-a-path.ts'

const responses = { 200: { description: 'What was read' } }
const parameter = (name: string) => ({ name, in: 'path', required: true, schema: { type: 'string' } })

test('two methods of one path may name its parameter differently, and a path may have a colon', async () => {
  const read: unknown[] = []
  const answer = async ({ params }: { params: unknown }) => {
    read.push(params)
    return { status: 200 }
  }
  const simulator = defineSimulator({
    name: 'books',
    provider: 'a library',
    settings: {},
    collections: {},
    problems: { ...problems, method: () => ({ status: 405 }) },
    document: {
      openapi: '3.1.0',
      info: { title: 'Books', version: '1' },
      'x-unmatched': { 405: { description: 'Another method' } },
      paths: {
        '/books/{id}': { get: { operationId: 'readBook', parameters: [parameter('id')], responses } },
        '/books/{isbn}': { put: { operationId: 'writeBook', parameters: [parameter('isbn')], responses } },
        '/books/{id}:lend': { post: { operationId: 'lendBook', parameters: [parameter('id')], responses } },
      },
    },
    operations: { readBook: answer, writeBook: answer, lendBook: answer },
  })
  await using harness = await createHarness({ simulators: [simulator] })
  const url = 'https://books.example/books/7'
  const statusOf = async (method: string, address: string) =>
    (await harness.fetch(address, { method })).status
  expect(await statusOf('GET', url)).toBe(200)
  expect(await statusOf('PUT', url)).toBe(200)
  expect(await statusOf('POST', `${url}:lend`)).toBe(200)
  expect(await statusOf('DELETE', url)).toBe(405)
  expect(await statusOf('POST', `${url}:burn`)).toBe(405)
  expect(read).toEqual([{ id: '7' }, { isbn: '7' }, { id: '7' }])
})
