/** The fonts that a report carries with it, with the letters of all names in Latin, Greek and Cyrillic (OS-26). */
import { createRequire } from 'node:module'

export const REGULAR = 'regular'
export const BOLD = 'bold'

/** The files are found when a report is drawn: a user who fetches none does not need them. */
export function registerFonts(pdf: PDFKit.PDFDocument): void {
  const { resolve } = createRequire(import.meta.url)
  pdf.registerFont(REGULAR, resolve('dejavu-fonts-ttf/ttf/DejaVuSansCondensed.ttf'))
  pdf.registerFont(BOLD, resolve('dejavu-fonts-ttf/ttf/DejaVuSansCondensed-Bold.ttf'))
}
