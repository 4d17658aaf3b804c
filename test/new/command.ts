import { main } from 'tvilling/server'

/** Runs a command line and tells what it printed. */
export async function run(...argv: string[]): Promise<{ code: number; out: string; error: string }> {
  let out = ''
  let error = ''
  const code = await main(argv, {
    out: (text) => {
      out += text
    },
    error: (text) => {
      error += text
    },
  })
  return { code, out, error }
}
