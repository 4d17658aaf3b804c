/** The fonts that a report carries with it, with the letters of all names in Latin, Greek and Cyrillic (OS-26). */
import { createRequire } from 'node:module'

export const REGULAR = 'regular'
export const BOLD = 'bold'

const FILES = {
  [REGULAR]: 'dejavu-fonts-ttf/ttf/DejaVuSansCondensed.ttf',
  [BOLD]: 'dejavu-fonts-ttf/ttf/DejaVuSansCondensed-Bold.ttf',
}

/** Makes the fonts known to documents. */
export const registerFonts = createFonts()

/**
 * The fonts are opened with the first report: a user who fetches none does not pay for them. All reports share them, since
 * they never change, and reading one takes longer than drawing a report.
 */
function createFonts(): (pdf: PDFKit.PDFDocument) => void {
  const opened = new Map<string, Font>()
  return (pdf) => {
    for (const [name, file] of Object.entries(FILES)) {
      const font = opened.get(name) ?? openFont(file)
      opened.set(name, font)
      pdf.registerFont(name, withOwnGlyphs(font))
    }
  }
}

/** An opened font is a source for pdfkit, though its types do not say so. */
type Font = PDFKit.Mixins.PDFFontSource & object

function openFont(file: string): Font {
  const { openSync } = createRequire(import.meta.url)('fontkit') as { openSync: (path: string) => Font }
  return openSync(createRequire(import.meta.url).resolve(file))
}

/**
 * The font with glyphs of its own. A font remembers each glyph with the characters for which it was first asked, and the
 * parts of a composed letter are asked for without any: after an Å in one report, the A of the next had no character, and
 * could be read but neither found nor copied.
 */
function withOwnGlyphs(font: Font): Font {
  return Object.create(font, { _glyphs: { value: {}, writable: true } }) as Font
}
