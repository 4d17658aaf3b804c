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
      pdf.registerFont(name, forOneReport(font))
    }
  }
}

/** An opened font is a source for pdfkit, though its types do not say so. */
type Font = PDFKit.Mixins.PDFFontSource & { layout: Layout }

type Layout = (text: string) => GlyphRun

interface GlyphRun {
  positions: readonly object[]
}

function openFont(file: string): Font {
  const require = createRequire(import.meta.url)
  const { openSync } = require('fontkit') as { openSync: (path: string) => Font }
  const font = openSync(require.resolve(file))
  return Object.create(font, { layout: { value: rememberLayouts(font) } }) as Font
}

/**
 * The font with glyphs of its own. A font remembers each glyph with the characters for which it was first asked, and the
 * parts of a composed letter are asked for without any: after an Å in one report, the A of the next had no character, and
 * could be read but neither found nor copied.
 */
function forOneReport(font: Font): Font {
  return Object.create(font, { _glyphs: { value: {}, writable: true } }) as Font
}

/** How many words are remembered, some hundred bytes for each letter. */
const WORDS = 2_000

/** Lays out each word once for all reports, which takes most of the time of drawing them. */
function rememberLayouts(font: Font): Layout {
  let known = new Map<string, GlyphRun>()
  const apart = Object.create(font, { _glyphs: { value: {}, writable: true } }) as Font & { _glyphs: object }
  return (text) => {
    const run = known.get(text) ?? apart.layout(text)
    if (!known.has(text)) {
      // The characters of its glyphs are those of this word, whatever was laid out before.
      apart._glyphs = {}
      if (known.size >= WORDS) known = new Map()
      known.set(text, run)
    }
    // pdfkit scales the positions that it gets.
    const positions = run.positions.map((position) => ({ ...position }))
    return Object.create(run, { positions: { value: positions } }) as GlyphRun
  }
}
