import type { OpenApiDocument } from 'tvilling'
import { expect, test } from 'vitest'
import { basic, libraryDocument, ORIGIN, openLibrary } from './sample.ts'

/** Does not say that a token request must have a body. */
const document: OpenApiDocument = structuredClone(libraryDocument)
const paths = document.paths as { '/token': { post: { requestBody: { required?: boolean } } } }
delete paths['/token'].post.requestBody.required

test.each([
  ['with credentials', { authorization: basic('tvilling', 'tvilling') }, 400, 'invalid_request'],
  ['without credentials', {}, 401, 'invalid_client'],
])('a token request that has no body, %s, is an empty form', async (_, headers, status, error) => {
  // Without `onDefect`: an operation that throws would reject the request.
  await using harness = await openLibrary({}, { document })
  const response = await harness.fetch(`${ORIGIN}/token`, { method: 'POST', headers })
  expect(response.status).toBe(status)
  expect(await response.json()).toEqual({ error, error_description: expect.any(String) })
})
