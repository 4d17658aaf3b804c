/** Draws a report as a PDF: A4, with its name, SYNTHETIC DATA and the page number on each page. */

import type { Column, Fact, Part, ReportDocument, Section, Table } from './document.ts'
import { BOLD, REGULAR, registerFonts } from './fonts.ts'
import { printable } from './printable.ts'

type Pdf = PDFKit.PDFDocument

/** The pages that are being drawn, and the space around the text of a row (points). */
interface Sheet {
  pdf: Pdf
  padding: number
  /** Heights of texts that were measured, by font, width and text: a row is measured several times before it is drawn. */
  heights: Map<string, number>
}

const MARGIN = 56
const WIDTH = 595.28 - 2 * MARGIN
const TOP = 84
const BOTTOM = 841.89 - 72
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
/** Tried in this order, until the last page has more than a few lines. */
const PADDINGS = [4, 3.5, 3, 4.5, 5, 2.5]
/** What a last page must at least be filled with (points). */
const FILLED = 110

/**
 * The report as bytes. The same report and instant give the same bytes.
 * @param made the creation date in the PDF, in milliseconds since 1970.
 */
export async function drawPdf(report: ReportDocument, made: number): Promise<Uint8Array> {
  // Loaded here, so that a user who fetches no report does not pay for it.
  const { default: PDFDocument } = await import('pdfkit')
  const options = optionsFor(report, new Date(made))
  const draw = (padding: number): Sheet => {
    const sheet = { pdf: new PDFDocument(options), padding, heights: new Map<string, number>() }
    registerFonts(sheet.pdf)
    drawTitle(sheet.pdf, report)
    for (const section of report.sections) drawSection(sheet, section)
    return sheet
  }
  const { pdf } = firstThat(isFilled, PADDINGS, draw)
  const bytes = collect(pdf)
  stampPages(pdf, report)
  pdf.end()
  return bytes
}

function optionsFor({ title, subject }: ReportDocument, date: Date): PDFKit.PDFDocumentOptions {
  return {
    size: 'A4',
    margins: { top: TOP, bottom: 841.89 - BOTTOM, left: MARGIN, right: MARGIN },
    bufferPages: true,
    pdfVersion: '1.7',
    lang: 'en',
    displayTitle: true,
    info: {
      Title: `${title}: ${subject}`,
      Subject: 'SYNTHETIC DATA',
      Author: 'Tvilling',
      Creator: 'Tvilling',
      Producer: 'pdfkit',
      Keywords: 'synthetic data, test',
      CreationDate: date,
      ModDate: date,
    },
  }
}

/** Whether the last page has more than a few lines, or is the only one. */
function isFilled({ pdf }: Sheet): boolean {
  return pdf.bufferedPageRange().count === 1 || pdf.y - TOP >= FILLED
}

/** The first of several drawings that is as wanted, or else the first of all. */
function firstThat(
  isWanted: (sheet: Sheet) => boolean,
  paddings: readonly number[],
  draw: (padding: number) => Sheet,
): Sheet {
  let first: Sheet | undefined
  for (const padding of paddings) {
    const sheet = draw(padding)
    if (isWanted(sheet)) return sheet
    first ??= sheet
  }
  return first as Sheet
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

function drawSection(sheet: Sheet, { heading, parts }: Section): void {
  const { pdf, padding } = sheet
  pdf.y += 2 + 4 * padding
  const [first] = parts
  makeRoom(pdf, HEADING_HEIGHT + Math.min(first ? heightOfPart(sheet, first) : 0, KEPT))
  write(pdf, heading, HEADING, BOLD, ACCENT)
  rule(pdf, pdf.y + 1, ACCENT)
  pdf.y += 4
  for (const [index, part] of parts.entries()) {
    if (index > 0) pdf.y += 8
    drawPart(sheet, part)
  }
}

function drawPart(sheet: Sheet, part: Part): void {
  if ('text' in part) {
    sheet.pdf.y += sheet.padding
    write(sheet.pdf, part.text, TEXT, REGULAR, MUTED)
  } else if ('facts' in part) drawFacts(sheet, part.facts)
  else drawTable(sheet, part.table)
}

function heightOfPart(sheet: Sheet, part: Part): number {
  if ('text' in part) return HEADING_HEIGHT
  const [columns, rows] =
    'facts' in part
      ? [FACT_COLUMNS, part.facts]
      : [part.table.columns, [part.table.columns.map(({ heading }) => heading), ...part.table.rows]]
  return rows.reduce((sum, row) => sum + heightOf(sheet, columns, row, PLAIN), 0)
}

function drawFacts(sheet: Sheet, facts: readonly Fact[]): void {
  for (const fact of facts) drawRow(sheet, FACT_COLUMNS, fact, { ...PLAIN, inks: [MUTED] })
}

/** Draws a table. Each further page repeats the headings. */
function drawTable(sheet: Sheet, { columns, rows }: Table): void {
  const { pdf } = sheet
  const headings = columns.map(({ heading }) => heading)
  const first = rows[0] ? heightOf(sheet, columns, rows[0], PLAIN) : 0
  makeRoom(pdf, heightOf(sheet, columns, headings, HEAD) + first)
  drawRow(sheet, columns, headings, HEAD)
  for (const row of rows) {
    const broke = makeRoom(pdf, heightOf(sheet, columns, row, PLAIN))
    if (broke) drawRow(sheet, columns, headings, HEAD)
    drawRow(sheet, columns, row, PLAIN)
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

function drawRow(sheet: Sheet, columns: readonly Column[], cells: readonly string[], style: RowStyle): void {
  const { pdf, padding } = sheet
  const height = heightOf(sheet, columns, cells, style)
  makeRoom(pdf, height)
  const top = pdf.y
  if (style.shade) pdf.rect(MARGIN, top, WIDTH, height).fill(style.shade)
  let left = MARGIN
  for (const [index, width] of widthsOf(columns).entries()) {
    pdf.font(style.font).fontSize(TEXT)
    pdf.fillColor(style.inks[index] ?? INK)
    pdf.text(printable(cells[index] ?? ''), left + padding, top + padding, {
      width: width - 2 * padding,
      height: height - 2 * padding + 1,
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
  sheet: Sheet,
  columns: readonly Column[],
  cells: readonly string[],
  { font }: RowStyle,
): number {
  const { padding } = sheet
  const heights = widthsOf(columns).map((width, index) =>
    heightOfText(sheet, font, cells[index] ?? '', width - 2 * padding),
  )
  return Math.min(Math.max(...heights) + 2 * padding, TALLEST)
}

function heightOfText({ pdf, heights }: Sheet, font: string, text: string, width: number): number {
  const key = `${font} ${width} ${text}`
  const known = heights.get(key)
  if (known !== undefined) return known
  const height = pdf.font(font).fontSize(TEXT).heightOfString(printable(text), { width })
  heights.set(key, height)
  return height
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
