/** A report before it is drawn: titles, texts and tables. */

export interface ReportDocument {
  /** Name of the report. */
  title: string
  /** What it is about, in the first line below the title and on top of each page. */
  subject: string
  /** Lines below that. */
  lines: string[]
  sections: Section[]
}

export interface Section {
  heading: string
  parts: Part[]
}

export type Part = { facts: Fact[] } | { table: Table } | { text: string }

/** A label and what it stands before. */
export type Fact = readonly [label: string, value: string]

export interface Table {
  columns: readonly Column[]
  rows: readonly (readonly string[])[]
}

export interface Column {
  heading: string
  /** Share of the width, relative to the other columns'. */
  width: number
  align?: 'right'
}
