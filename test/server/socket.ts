/** A bare connection to a server: bytes as they are sent, and what comes back. */
import { once } from 'node:events'
import { connect } from 'node:net'

export interface Answer {
  status: number
  /** Names in lower case. */
  headers: Record<string, string>
  body: string
}

export interface Connection {
  /** Sends text or bytes as one write. @returns whether they are on their way; false if the connection is over. */
  send(...pieces: (string | Uint8Array)[]): Promise<boolean>
  /** Waits for this many answers since the connection was opened. Answers without body are those of `HEAD`. */
  answers(count: number, method?: string): Promise<Answer[]>
  /** Waits until something like this was received. */
  received(pattern: RegExp): Promise<string>
  /** Waits for the end: its error, such as `ECONNRESET`; undefined if the server ended it in order. */
  ended(): Promise<string | undefined>
  /** Goes away at once. */
  leave(): void
}

/** Opens a connection to a server's URL. */
export async function openConnection(url: string): Promise<Connection> {
  const { hostname, port } = new URL(url)
  const socket = connect(Number(port), hostname)
  await once(socket, 'connect')
  let text = ''
  let failure: string | undefined
  let isOver = false
  const waiting: (() => void)[] = []
  const wake = () => {
    for (const resolve of waiting.splice(0)) resolve()
  }
  const news = () => new Promise<void>((resolve) => void waiting.push(resolve))
  socket.setEncoding('utf8')
  socket.on('data', (chunk) => {
    text += chunk
    wake()
  })
  socket.on('error', (error: NodeJS.ErrnoException) => {
    failure = error.code
  })
  socket.on('close', () => {
    isOver = true
    wake()
  })

  async function until<T>(look: () => T | undefined): Promise<T> {
    for (;;) {
      const found = look()
      if (found !== undefined) return found
      if (isOver) throw new Error(`The connection is over (${failure ?? 'in order'}) after:\n${text}`)
      await news()
    }
  }

  return {
    send: (...pieces) =>
      new Promise((resolve) => {
        const bytes = Buffer.concat(pieces.map((piece) => Buffer.from(piece as string)))
        socket.write(bytes, (error) => resolve(!error))
      }),
    answers: (count, method = 'GET') =>
      until(() => {
        const all = readAnswers(text, method)
        return all.length >= count ? all : undefined
      }),
    received: (pattern) => until(() => (pattern.test(text) ? text : undefined)),
    async ended() {
      while (!isOver) await news()
      return failure
    },
    leave: () => void socket.resetAndDestroy(),
  }
}

/** The answers that are there as a whole. `100 Continue` is none. */
function readAnswers(text: string, method: string): Answer[] {
  const answers: Answer[] = []
  let rest = Buffer.from(text)
  for (;;) {
    const end = rest.indexOf('\r\n\r\n')
    if (end === -1) return answers
    const [first = '', ...lines] = rest.subarray(0, end).toString().split('\r\n')
    const status = Number(first.split(' ')[1])
    const headers = Object.fromEntries(
      lines.map((line) => {
        const colon = line.indexOf(':')
        return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()]
      }),
    )
    const length = method === 'HEAD' || status === 100 ? 0 : Number(headers['content-length'] ?? 0)
    if (rest.length < end + 4 + length) return answers
    const body = rest.subarray(end + 4, end + 4 + length).toString()
    if (status !== 100) answers.push({ status, headers, body })
    rest = rest.subarray(end + 4 + length)
  }
}
