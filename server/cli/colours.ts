/** Colours of results, where the terminal shows them. */
import { styleText } from 'node:util'
import type { Terminal } from './terminal.ts'

export type Colour = 'green' | 'red' | 'yellow' | 'bold'

export type Paint = (colour: Colour, text: string) => string

export function paintFor({ colours }: Terminal): Paint {
  // Whether there is a terminal was asked already, and that of a test is no stream.
  return colours ? (colour, text) => styleText(colour, text, { validateStream: false }) : plain
}

export const plain: Paint = (_colour, text) => text
