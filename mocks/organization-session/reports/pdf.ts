/** Draws a report as a PDF: A4, with its name, SYNTHETIC DATA and the page number on each page. */

import type { Column, Fact, Part, ReportDocument, Section, Table } from './document.ts'
import { printable } from './printable.ts'

type Pdf = PDFKit.PDFDocument

const MARGIN = 56
const WIDTH = 595.28 - 2 * MARGIN
const TOP = 84
const BOTTOM = 841.89 - 72
const PADDING = 4
const REGULAR = 'Helvetica'
const BOLD = 'Helvetica-Bold'
const [TEXT, HEADING, TITLE] = [9, 12, 22]
const [INK, ACCENT, MUTED, RULE, SHADE, WARNING] = [
  '#1c1f24',
  '#1f3a5f',
  '#5b6470',
  '#c9ced6',
  '#eef1f5',
  '#a3251b',
] as const
/** A heading and the first part of its section stay on one page, unless that part is taller than this (points). */
const KEPT = 200
const HEADING_HEIGHT = 24
/** The largest height of a row (points). A taller row is cut, so that it fits on a page with its headings. */
const TALLEST = BOTTOM - TOP - 100

/**
 * The report as bytes. The same report and instant give the same bytes.
 * @param made the creation date in the PDF, in milliseconds since 1970.
 */
export async function drawPdf(report: ReportDocument, made: number): Promise<Uint8Array> {
  // Loaded here, so that a user who fetches no report does not pay for it.
  const { default: PDFDocument } = await import('pdfkit')
  const date = new Date(made)
  const pdf = new PDFDocument({
    size: 'A4',
    margins: { top: TOP, bottom: 841.89 - BOTTOM, left: MARGIN, right: MARGIN },
    bufferPages: true,
    pdfVersion: '1.7',
    lang: 'en',
    displayTitle: true,
    info: {
      Title: `${report.title}: ${report.subject}`,
      Subject: 'SYNTHETIC DATA',
      Author: 'Tvilling',
      Creator: 'Tvilling',
      Producer: 'pdfkit',
      Keywords: 'synthetic data, test',
      CreationDate: date,
      ModDate: date,
    },
  })
  const bytes = collect(pdf)
  drawTitle(pdf, report)
  for (const section of report.sections) drawSection(pdf, section)
  stampPages(pdf, report)
  pdf.end()
  return bytes
}

function collect(pdf: Pdf): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  return new Promise((resolve, reject) => {
    pdf.on('data', (chunk: Uint8Array) => chunks.push(chunk))
    pdf.on('end', () => resolve(Buffer.concat(chunks)))
    pdf.on('error', reject)
  })
}

function drawTitle(pdf: Pdf, { title, subject, lines }: ReportDocument): void {
  write(pdf, title, TITLE, BOLD, ACCENT)
  pdf.y += 2
  write(pdf, subject, HEADING + 2, BOLD, INK)
  pdf.y += 4
  for (const line of lines) write(pdf, line, TEXT, REGULAR, MUTED)
}

function write(pdf: Pdf, text: string, size: number, font: string, color: string): void {
  pdf.font(font).fontSize(size).fillColor(color)
  pdf.text(printable(text), MARGIN, pdf.y, { width: WIDTH })
}

function drawSection(pdf: Pdf, { heading, parts }: Section): void {
  pdf.y += 18
  const [first] = parts
  makeRoom(pdf, HEADING_HEIGHT + Math.min(first ? heightOfPart(pdf, first) : 0, KEPT))
  write(pdf, heading, HEADING, BOLD, ACCENT)
  rule(pdf, pdf.y + 1, ACCENT)
  pdf.y += 4
  for (const [index, part] of parts.entries()) {
    if (index > 0) pdf.y += 8
    drawPart(pdf, part)
  }
}

function drawPart(pdf: Pdf, part: Part): void {
  if ('text' in part) {
    pdf.y += PADDING
    write(pdf, part.text, TEXT, REGULAR, MUTED)
  } else if ('facts' in part) drawFacts(pdf, part.facts)
  else drawTable(pdf, part.table)
}

function heightOfPart(pdf: Pdf, part: Part): number {
  if ('text' in part) return HEADING_HEIGHT
  const [columns, rows] =
    'facts' in part
      ? [FACT_COLUMNS, part.facts]
      : [part.table.columns, [part.table.columns.map(({ heading }) => heading), ...part.table.rows]]
  return rows.reduce((sum, row) => sum + heightOf(pdf, columns, row, PLAIN), 0)
}

function drawFacts(pdf: Pdf, facts: readonly Fact[]): void {
  for (const fact of facts) drawRow(pdf, FACT_COLUMNS, fact, { ...PLAIN, inks: [MUTED] })
}

/** Draws a table. Each further page repeats the headings. */
function drawTable(pdf: Pdf, { columns, rows }: Table): void {
  const headings = columns.map(({ heading }) => heading)
  const first = rows[0] ? heightOf(pdf, columns, rows[0], PLAIN) : 0
  makeRoom(pdf, heightOf(pdf, columns, headings, HEAD) + first)
  drawRow(pdf, columns, headings, HEAD)
  for (const row of rows) {
    const broke = makeRoom(pdf, heightOf(pdf, columns, row, PLAIN))
    if (broke) drawRow(pdf, columns, headings, HEAD)
    drawRow(pdf, columns, row, PLAIN)
  }
}

interface RowStyle {
  font: string
  /** Colours of the first cells; the other cells have the default colour. */
  inks: readonly string[]
  shade?: string
}

const PLAIN: RowStyle = { font: REGULAR, inks: [] }
const HEAD: RowStyle = { font: BOLD, inks: [], shade: SHADE }
const FACT_COLUMNS: readonly Column[] = [
  { heading: '', width: 3 },
  { heading: '', width: 7 },
]

function drawRow(pdf: Pdf, columns: readonly Column[], cells: readonly string[], style: RowStyle): void {
  const height = heightOf(pdf, columns, cells, style)
  makeRoom(pdf, height)
  const top = pdf.y
  if (style.shade) pdf.rect(MARGIN, top, WIDTH, height).fill(style.shade)
  let left = MARGIN
  for (const [index, width] of widthsOf(columns).entries()) {
    pdf.font(style.font).fontSize(TEXT)
    pdf.fillColor(style.inks[index] ?? INK)
    pdf.text(printable(cells[index] ?? ''), left + PADDING, top + PADDING, {
      width: width - 2 * PADDING,
      height: height - 2 * PADDING + 1,
      align: columns[index]?.align ?? 'left',
      ellipsis: true,
    })
    left += width
  }
  pdf.y = top + height
  rule(pdf, pdf.y, RULE)
}

/** The height of the tallest cell, limited so that a row fits on a page. */
function heightOf(
  pdf: Pdf,
  columns: readonly Column[],
  cells: readonly string[],
  { font }: RowStyle,
): number {
  pdf.font(font).fontSize(TEXT)
  const heights = widthsOf(columns).map((width, index) =>
    pdf.heightOfString(printable(cells[index] ?? ''), { width: width - 2 * PADDING }),
  )
  return Math.min(Math.max(...heights) + 2 * PADDING, TALLEST)
}

function widthsOf(columns: readonly Column[]): number[] {
  const whole = columns.reduce((sum, { width }) => sum + width, 0)
  return columns.map(({ width }) => (width / whole) * WIDTH)
}

/** Begins a new page if this height does not fit on the current one; returns whether it did. */
function makeRoom(pdf: Pdf, height: number): boolean {
  if (pdf.y + height <= BOTTOM) return false
  pdf.addPage()
  return true
}

function rule(pdf: Pdf, y: number, color: string): void {
  pdf
    .moveTo(MARGIN, y)
    .lineTo(MARGIN + WIDTH, y)
    .lineWidth(0.5)
    .strokeColor(color)
    .stroke()
}

/** Draws the header and footer of each page. It runs last, since the footer has the number of pages. */
function stampPages(pdf: Pdf, { title, subject }: ReportDocument): void {
  const { start, count } = pdf.bufferedPageRange()
  for (let index = 0; index < count; index++) {
    pdf.switchToPage(start + index)
    // Text below the margin would begin a new page.
    pdf.page.margins.bottom = 0
    stamp(pdf, `${title}: ${subject}`, 40, 'left', REGULAR, MUTED)
    stamp(pdf, 'SYNTHETIC DATA', 40, 'right', BOLD, WARNING)
    rule(pdf, 56, RULE)
    const foot = BOTTOM + 20
    rule(pdf, foot - 8, RULE)
    stamp(
      pdf,
      'No real organization or person is in this report. Made by Tvilling.',
      foot,
      'left',
      REGULAR,
      MUTED,
    )
    stamp(pdf, `Page ${index + 1} of ${count}`, foot, 'right', REGULAR, MUTED)
  }
}

function stamp(
  pdf: Pdf,
  text: string,
  y: number,
  align: 'left' | 'right',
  font: string,
  color: string,
): void {
  const width = align === 'left' ? WIDTH * 0.75 : WIDTH * 0.25
  const x = align === 'left' ? MARGIN : MARGIN + WIDTH - width
  pdf.font(font).fontSize(8).fillColor(color)
  pdf.text(printable(text), x, y, { width, height: 10, align, ellipsis: true })
}
