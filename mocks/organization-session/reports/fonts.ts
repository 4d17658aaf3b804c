/** The fonts that a report carries with it, with the letters of all names in Latin, Greek and Cyrillic (OS-26). */
import { createRequire } from 'node:module'

export const REGULAR = 'regular'
export const BOLD = 'bold'

const FILES = {
  [REGULAR]: 'dejavu-fonts-ttf/ttf/DejaVuSansCondensed.ttf',
  [BOLD]: 'dejavu-fonts-ttf/ttf/DejaVuSansCondensed-Bold.ttf',
}

/** Makes the fonts known to a document. */
export const registerFonts = createFonts()

/**
 * The fonts are opened with the first report: a user who fetches none does not pay for them. All reports share them, since
 * they never change, and reading one takes longer than drawing a report.
 */
function createFonts(): (pdf: PDFKit.PDFDocument) => void {
  const opened = new Map<string, PDFKit.Mixins.PDFFontSource>()
  return (pdf) => {
    for (const [name, file] of Object.entries(FILES)) {
      const font = opened.get(name) ?? openFont(file)
      opened.set(name, font)
      pdf.registerFont(name, font)
    }
  }
}

/** An opened font is a source for pdfkit, though its types do not say so. */
function openFont(file: string): PDFKit.Mixins.PDFFontSource {
  const require = createRequire(import.meta.url)
  const { openSync } = require('fontkit') as {
    openSync: (path: string) => PDFKit.Mixins.PDFFontSource
  }
  return openSync(require.resolve(file))
}
