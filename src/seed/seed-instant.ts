/** The member of an entry that says when it came about. */
export const seedInstant = {
  type: 'string',
  format: 'date-time',
  optional: true,
  description: 'now if it is left out',
} as const
