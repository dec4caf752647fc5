// The warm-up schedule: when to learn the metric from the points visited, and when only the step size.

export interface WarmupSchedule {
  /** Points from `start` (inclusive) to the last renewal feed the metric. */
  readonly start: number;
  /** After each of these iterations (0-based) the metric is renewed. */
  readonly renewals: readonly number[];
}

const firstRenewal = 30;
/** Each renewal comes after this many times the iterations of the one before: they are cheap and soon rare. */
const growth = 1.6;
const start = 10;
/** Share of the warm-up, and least number of iterations, that settle the step size at the end. */
const lastShare = 0.15;
const leastLast = 50;

/**
 * Renewals early and often, at geometrically growing distances, then an end in which the step size settles. A warm-up too short
 * for that (below about 80 iterations) keeps the first metric.
 */
export function warmupSchedule(warmup: number): WarmupSchedule {
  const limit = warmup - Math.max(leastLast, Math.floor(lastShare * warmup));
  const renewals: number[] = [];
  let end = firstRenewal;
  while (end <= limit) {
    const next = Math.floor(growth * end);
    // A last stretch too short for a renewal of its own is joined to the one before.
    if (next > limit) end = limit;
    renewals.push(end - 1);
    if (end === limit) break;
    end = next;
  }
  return { start, renewals };
}
