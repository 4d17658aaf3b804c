/** Bytes as text, strictly. */

/**
 * The text of bytes in UTF-8; undefined if they are not valid UTF-8.
 * @param options.keepByteOrderMark keeps a byte order mark as part of the text, so that encoding gives the same bytes.
 */
export function decodeUtf8(
  bytes: Uint8Array,
  { keepByteOrderMark = false }: { keepByteOrderMark?: boolean } = {},
): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: keepByteOrderMark }).decode(bytes)
  } catch {
    return undefined
  }
}
