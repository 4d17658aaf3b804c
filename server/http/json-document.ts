/**
 * Reads a snapshot of any size as its body comes in: no text of the whole is made, the client sends no faster than it is
 * read, and others have their turn between the pieces. Whether it is a snapshot is checked by whoever restores it.
 */
import type { IncomingMessage } from 'node:http'
import { createGiveWay, systemWall } from '../../src/harness/clock.ts'
import { frozenCopy } from '../../src/store/frozen-copy.ts'
import { decodedBody, forget } from './body.ts'

/** The parsed document, or the answer to one that cannot be read. */
export type TakenDocument = { body: unknown } | { status: 400 | 408; refused: string }

interface Reader {
  write(bytes: Uint8Array): void
  /** The document, if that was all. */
  end(): unknown
}

/** What a sentence says of a text that is no document. */
class Broken extends Error {}

/** Bytes that are parsed at once. */
const PIECE = 32 * 1024
/** Far more levels than a document of a store can have. */
const DEEPEST = 1_000
/** What a store keeps as it is. As soon as one is read it becomes the store's own copy, so that there are never two of all. */
const STORED = ['$.store.collections.*.rows.*.doc', '$.store.jobs.rows.*.payload']

/**
 * The JSON document in a body, or `undefined` if the client disconnects before its end.
 * @param silence milliseconds that the client may send nothing.
 */
export async function takeDocument(
  request: IncomingMessage,
  silence = Infinity,
): Promise<TakenDocument | undefined> {
  request.on('error', () => {})
  const decoded = decodedBody(request)
  if (!decoded) {
    await forgotten(request)
    return refusal(`The content encoding "${request.headers['content-encoding']}" is not supported.`)
  }
  const { source, decoder } = decoded
  const leave = () => {
    if (!request.complete) decoder?.destroy()
  }
  request.on('close', leave)
  const chunks = source.iterator({ destroyOnReturn: false })
  let bytes = 0
  try {
    const reader = await createReader()
    const giveWay = createGiveWay()
    for (;;) {
      const next = await within(silence, chunks.next())
      if (next === 'late') {
        return { status: 408, refused: `Nothing came in for ${silence / 1_000} seconds after byte ${bytes}.` }
      }
      if (next.done) return { body: reader.end() }
      const chunk: Buffer = next.value
      for (let at = 0; at < chunk.length; at += PIECE) {
        reader.write(chunk.subarray(at, at + PIECE))
        const turn = giveWay()
        if (turn) await turn
      }
      bytes += chunk.length
    }
  } catch (error) {
    if (request.destroyed && !request.complete) return undefined
    if (!decoder && !(error instanceof Broken)) throw error
    request.unpipe()
    // Some clients read the answer only when all is sent.
    void chunks.return?.()
    await forgotten(request)
    if (error instanceof Broken) return refusal(error.message)
    return refusal(`The body cannot be decoded after byte ${bytes}: ${(error as Error).message}.`)
  } finally {
    request.off('close', leave)
    decoder?.destroy()
  }
}

const forgotten = (request: IncomingMessage) => new Promise<void>((done) => forget(request, done))

const refusal = (refused: string): TakenDocument => ({ status: 400, refused })

/** What is awaited, or `late` if it does not come within so many milliseconds. */
async function within<R>(milliseconds: number, awaited: Promise<R>): Promise<R | 'late'> {
  if (milliseconds === Infinity) return awaited
  let stop = () => {}
  const late = new Promise<'late'>((done) => {
    stop = systemWall.after(milliseconds, () => done('late'))
  })
  try {
    return await Promise.race([awaited, late])
  } finally {
    stop()
  }
}

async function createReader(): Promise<Reader> {
  const { JSONParser, TokenType } = await import('@streamparser/json')
  const parser = new JSONParser({ paths: ['$', ...STORED], keepStack: true })
  let document: { value: unknown } | undefined
  let depth = 0
  let reached = 0
  parser.onToken = ({ token, offset }) => {
    reached = offset
    if (token === TokenType.LEFT_BRACE || token === TokenType.LEFT_BRACKET) depth += 1
    if (token === TokenType.RIGHT_BRACE || token === TokenType.RIGHT_BRACKET) depth -= 1
    if (depth > DEEPEST)
      throw new Broken(`The snapshot nests deeper than ${DEEPEST} levels at byte ${offset}.`)
  }
  parser.onValue = ({ value, key, parent, stack }) => {
    if (stack.length === 0) document = { value }
    else if (parent && key !== undefined)
      (parent as Record<string | number, unknown>)[key] = frozenCopy(value)
  }

  return {
    write(bytes) {
      try {
        parser.write(bytes)
      } catch (error) {
        if (error instanceof Broken) throw error
        throw new Broken(`The snapshot is not JSON after byte ${reached}.`)
      }
    },
    end() {
      try {
        // A number as the whole body ends only here.
        if (!document) parser.end()
      } catch {}
      if (!document) throw new Broken(`The snapshot ends in the middle, after byte ${reached}.`)
      return document.value
    },
  }
}
