// Rows that train, validate and test, in the order of time.

export interface RowSplit {
  /** Rows that train: those before this one. */
  readonly trained: number;
  /** Rows that validate lie from `trained` to before this one; all after it test. */
  readonly validated: number;
}

/**
 * Robyn's split: the first `share` of the rows (the floor of that quantile of their numbers) train, half of the others validate, the rest test.
 * A share of 1: all rows train.
 */
export function rowSplit(rows: number, share: number): RowSplit {
  if (share >= 1) return { trained: rows, validated: rows };
  const trained = Math.max(1, Math.floor((rows - 1) * share));
  return { trained, validated: trained + Math.max(1, Math.floor((rows * (1 - share)) / 2)) };
}
