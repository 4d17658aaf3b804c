/** `--json [file]`: a report for a program, the same in every command. */
import { writeFile } from 'node:fs/promises'
import { UsageError } from '../../src/control/usage-error.ts'
import type { Terminal } from './terminal.ts'

/** `true` without a file. */
export type JsonFlag = string | true

/** Prints a report as text; or only as JSON, or as text with JSON in a file. */
export async function printReport(
  io: Terminal,
  json: JsonFlag | undefined,
  report: { text: string; value: unknown },
): Promise<void> {
  if (json !== undefined && json !== true) await writeReport(json, jsonText(report.value))
  io.out(json === true ? jsonText(report.value) : report.text)
}

const jsonText = (value: unknown) => `${JSON.stringify(value, undefined, 2)}\n`

/** @throws UsageError if the file cannot be written. */
export async function writeReport(file: string, text: string): Promise<void> {
  try {
    await writeFile(file, text)
  } catch (error) {
    throw new UsageError(`The report cannot be written to ${file}: ${(error as Error).message}`, 409)
  }
}

/** Where a command that goes on printing has its lines: beside the report, if that is on standard output. */
export function linesBeside(io: Terminal, json: JsonFlag | undefined): (text: string) => void {
  return json === true ? io.error : io.out
}
