/** What an operation answers, as bytes with their media type. */
import type { Answer } from '../contract/contract.ts'
import type { ApiResponse, ApiResult } from './messages.ts'

/** @param promised the contract's answer for this status, whose first media type is taken if the result names none. */
export function renderResult(
  { status, headers, body }: ApiResult,
  promised: Answer | undefined,
): ApiResponse {
  const rendered: Record<string, string> = body === undefined ? {} : { 'content-type': '' }
  for (const name in headers) rendered[name.toLowerCase()] = headers[name] as string
  if (body === undefined) return { status, headers: rendered }
  const contentType = rendered['content-type'] || promised?.content[0]?.mediaType || 'application/json'
  rendered['content-type'] = contentType
  return { status, headers: rendered, body: bytesOf(body, contentType) }
}

function bytesOf(body: unknown, contentType: string): string | Uint8Array {
  if (body instanceof Uint8Array) return body
  return typeof body === 'string' && !/\bjson\b/.test(contentType) ? body : JSON.stringify(body)
}
