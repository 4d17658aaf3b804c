/** Whether a header came twice: then its values are one, parted by a comma and a blank (RFC 9110 section 5.3, IN-29). */
export function isRepeated(value: string): boolean {
  return value.includes(', ')
}
