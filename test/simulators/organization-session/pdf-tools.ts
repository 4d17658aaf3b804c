/** Reads PDFs with pdf.js, as browsers do. */
import { getDocumentProxy, getResolvedPDFJS } from 'unpdf'

type PdfDocument = Awaited<ReturnType<typeof getDocumentProxy>>
type PdfPage = Awaited<ReturnType<PdfDocument['getPage']>>

/** The text of each page, laid out as on paper: its lines, in each of them what stands there from left to right. */
export async function pagesOf(pdf: Uint8Array): Promise<string[]> {
  const { pages } = await read(pdf)
  return Promise.all(
    pages.map(async (page) => {
      const { items } = await page.getTextContent()
      return layOut(items.filter((item) => 'str' in item))
    }),
  )
}

interface TextItem {
  str: string
  /** Its last two members are where it stands, from the left and from the bottom. */
  transform: number[]
}

function layOut(items: readonly TextItem[]): string {
  const lines = new Map<number, { left: number; text: string }[]>()
  for (const { str: text, transform } of items) {
    if (text.trim() === '') continue
    const [left = 0, bottom = 0] = transform.slice(4)
    const line = lines.get(Math.round(bottom)) ?? []
    lines.set(Math.round(bottom), [...line, { left, text }])
  }
  return [...lines]
    .toSorted(([a], [b]) => b - a)
    .map(([, line]) =>
      line
        .toSorted((a, b) => a.left - b.left)
        .map(({ text }) => text)
        .join('  '),
    )
    .join('\n')
}

/** The text as single words in a row, to look for sentences in. */
export async function textOf(pdf: Uint8Array): Promise<string> {
  return (await pagesOf(pdf)).join(' ').replaceAll(/\s+/g, ' ')
}

/** The metadata, by name, with the size of the first page in points. */
export async function infoOf(pdf: Uint8Array): Promise<Record<string, unknown>> {
  const { document, pages } = await read(pdf)
  const { info } = await document.getMetadata()
  const [left = 0, bottom = 0, right = 0, top = 0] = pages[0]?.view ?? []
  return { ...info, size: [right - left, top - bottom] }
}

/** The fonts of the file, and whether it has them in it. */
export async function fontsOf(pdf: Uint8Array): Promise<{ name: string; embedded: boolean }[]> {
  const { OPS } = await getResolvedPDFJS()
  const fonts = new Map<string, { name: string; embedded: boolean }>()
  for (const page of (await read(pdf)).pages) {
    const { fnArray, argsArray } = await page.getOperatorList()
    for (const [index, operator] of fnArray.entries()) {
      if (operator !== OPS.setFont) continue
      const { name, missingFile } = page.commonObjs.get(argsArray[index][0])
      fonts.set(name, { name, embedded: !missingFile })
    }
  }
  return [...fonts.values()]
}

/** @throws Error if the file is damaged, also if a reader could repair it. */
export async function checkPdf(pdf: Uint8Array): Promise<void> {
  const warnings: unknown[] = []
  const { warn } = console
  // pdf.js tells what it repairs here.
  console.warn = (...said) => warnings.push(...said)
  try {
    for (const page of (await read(pdf, { stopAtErrors: true, verbosity: 1 })).pages)
      await page.getOperatorList()
  } finally {
    console.warn = warn
  }
  if (warnings.length > 0) throw new Error(`The PDF is damaged: ${warnings.join(' ')}`)
}

async function read(
  pdf: Uint8Array,
  options: { stopAtErrors?: boolean; verbosity?: number } = {},
): Promise<{ document: PdfDocument; pages: PdfPage[] }> {
  // It takes the bytes away from the caller.
  const document = await getDocumentProxy(Uint8Array.from(pdf), options)
  const numbers = Array.from({ length: document.numPages }, (_, index) => index + 1)
  return { document, pages: await Promise.all(numbers.map((number) => document.getPage(number))) }
}
