/** In a file of its own, since public types lead here, and those of `pg` are not installed by everybody. */

/** What the connections do, for metrics. */
export interface ConnectionFigures {
  /** Connections in use, and how many there can be. */
  used: number
  most: number
  /** Transactions that wait for a connection. */
  waiting: number
  /** Transactions so far; a single statement is one of its own. */
  transactions: number
  /** Times at which the database was found to be away. */
  outages: number
  away: boolean
}
