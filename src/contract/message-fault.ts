/** How an answer or a webhook message breaks its contract. */

/** One way in which an answer or a webhook message breaks the contract. */
export interface MessageFault {
  part: 'status' | 'header' | 'media-type' | 'body'
  /** In a body the place, with dots; of a header its name; empty for the whole. */
  field: string
  message: string
  /** What the broken rule of a body rests on, as `x-evidence` writes it. */
  evidence?: string
  /** Pointer of the body's schema, for a fault in a body. */
  schema?: string
}

/** A fault in one line. */
export function faultText({ part, field, message }: MessageFault): string {
  if (part === 'body' && field === '') return message === NO_BODY ? message : `body ${message}`
  if (part === 'header') return `header ${field} ${message}`
  return part === 'media-type'
    ? `media type ${message}`
    : part === 'status'
      ? `status ${message}`
      : `${field} ${message}`
}

export const NO_BODY = 'the contract has no body for this status'
