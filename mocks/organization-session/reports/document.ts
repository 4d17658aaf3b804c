/** The content of a report: titles, texts and tables. */

export interface ReportDocument {
  /** Name of the report. */
  title: string
  /** The organization, in the first line below the title and at the top of each page. */
  subject: string
  /** Lines below the subject. */
  lines: string[]
  sections: Section[]
}

export interface Section {
  heading: string
  parts: Part[]
}

export type Part = { facts: Fact[] } | { table: Table } | { text: string }

/** A label and its value. */
export type Fact = readonly [label: string, value: string]

export interface Table {
  columns: readonly Column[]
  rows: readonly (readonly string[])[]
}

export interface Column {
  heading: string
  /** Width relative to the other columns. */
  width: number
  align?: 'right'
}
