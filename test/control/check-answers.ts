/** In every test, each answer of control that is read as text or JSON is checked against the contract of control. */
import { createAnswerChecker } from './answer-checker.ts'

const CHECKED = Symbol.for('tvilling: answers of control are checked')

type Fetch = typeof fetch & { [CHECKED]?: true }

if (!(globalThis.fetch as Fetch)[CHECKED]) globalThis.fetch = checked(globalThis.fetch)

function checked(original: typeof fetch): Fetch {
  let checker: ReturnType<typeof createAnswerChecker> | undefined

  const fetchChecked: Fetch = async (input, init) => {
    const response = await original(input, init)
    const [, path] = /^https?:\/\/[^/]*.*?(\/_tvilling\/.*?)(?:[?#]|$)/.exec(response.url) ?? []
    const isOurs = !response.headers.get('content-type')?.startsWith('text/html') && path !== undefined
    if (!isOurs) return response
    const method = (init?.method ?? (input instanceof Request ? input.method : 'GET')).toUpperCase()
    const read = response.text.bind(response)
    const text = async () => {
      const body = await read()
      checker ??= createAnswerChecker()
      const contentType = response.headers.get('content-type') ?? ''
      const flaw = checker({ method, path, status: response.status, contentType, body })
      if (flaw !== undefined) throw new Error(`The contract of control does not have this answer: ${flaw}`)
      return body
    }
    return Object.assign(response, { text, json: async () => JSON.parse(await text()) })
  }
  return Object.assign(fetchChecked, { [CHECKED]: true as const })
}
