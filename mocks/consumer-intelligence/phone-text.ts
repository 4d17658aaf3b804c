/** Compares phone numbers as people write them (CI-12). */
const COUNTRY_CODES: Readonly<Record<string, string>> = { DK: '45', FI: '358', NO: '47', SE: '46' }
/** Shorter numbers are national, even if they begin as a country code does. */
const INTERNATIONAL = 10

/**
 * A phone number in E.164; one that is written as within its market gets the country code.
 *
 * @example phoneNumberOf('070-174 06 05', 'SE') // '+46701740605'
 */
export function phoneNumberOf(text: string, market: string): string {
  const digits = text.replaceAll('(0)', '').replaceAll(/[^\d+]/g, '')
  if (digits.startsWith('+')) return digits
  if (digits.startsWith('00')) return `+${digits.slice(2)}`
  const code = COUNTRY_CODES[market] ?? ''
  if (digits.length >= INTERNATIONAL && digits.startsWith(code)) return `+${digits}`
  return `+${code}${digits.replace(/^0/, '')}`
}
