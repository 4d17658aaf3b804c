/** The only source of chance: the same seed gives the same sequence, on every machine. */
import { hash, randomBytes } from 'node:crypto'

export interface Random {
  /** A version 4 UUID. */
  uuid(): string
  /** Upper-case hexadecimal digits. */
  hex(digits: number): string
  /** A random text of URL-safe characters. */
  token(bytes: number): string
  /** An integer, both bounds included. */
  integer(least: number, most: number): number
  pick<T>(of: readonly [T, ...T[]]): T
  /** How many draws were made. The seed and this number are the complete state. */
  position(): number
}

/** The random source of a harness, which a reset restarts. */
export interface HarnessRandom extends Random {
  seed(): number | string
  /** Continues with another seed, after so many draws. */
  restart(seed: number | string, drawn?: number): void
}

/** Bytes of one SHA-256. */
const BLOCK = 32

export function createRandom(given: number | string, drawn = 0): HarnessRandom {
  let seed = given
  let position = drawn

  function block(): Buffer {
    return hash('sha256', `${seed}/${position++}`, 'buffer')
  }

  function bytes(count: number): Buffer {
    if (count > 0 && count <= BLOCK) return block().subarray(0, count)
    const blocks = Array.from({ length: Math.ceil(count / BLOCK) }, block)
    return Buffer.concat(blocks).subarray(0, count)
  }

  function integer(least: number, most: number): number {
    return least + Number(bytes(8).readBigUInt64BE() % BigInt(most - least + 1))
  }

  return {
    uuid() {
      const drawnBytes = bytes(16)
      drawnBytes.writeUInt8((drawnBytes.readUInt8(6) & 0x0f) | 0x40, 6)
      drawnBytes.writeUInt8((drawnBytes.readUInt8(8) & 0x3f) | 0x80, 8)
      const digits = drawnBytes.toString('hex')
      const groups = [digits.slice(0, 8), digits.slice(8, 12), digits.slice(12, 16), digits.slice(16, 20)]
      return `${groups.join('-')}-${digits.slice(20)}`
    },
    hex: (digits) =>
      bytes(Math.ceil(digits / 2))
        .toString('hex')
        .slice(0, digits)
        .toUpperCase(),
    token: (count) => bytes(count).toString('base64url'),
    integer,
    pick: (of) => of[integer(0, of.length - 1)] as (typeof of)[0],
    position: () => position,
    seed: () => seed,

    restart(next, from = 0) {
      seed = next
      position = from
    },
  }
}

/** An unpredictable secret for a server's control token. Never used for anything simulated. */
export function randomSecret(): string {
  return randomBytes(18).toString('base64url')
}
