// The warm-up schedule: when to learn the metric from the draws and when only the step size.

export interface WarmupSchedule {
  /** Draws from `start` (inclusive) feed the metric. */
  readonly start: number;
  /** After each of these iterations (0-based) the metric is renewed. */
  readonly renewals: readonly number[];
}

/**
 * Stan's schedule: a start without learning, windows that double in length, and an end that settles the step size
 * (Stan Reference Manual, "Automatic parameter tuning": 75, 25, 50, scaled down when the warm-up is short).
 */
export function warmupSchedule(warmup: number): WarmupSchedule {
  if (warmup < 20) return { start: warmup, renewals: [] };
  const [first, base, last] =
    warmup < 150 ? [0.15 * warmup, 0.75 * warmup, 0.1 * warmup].map(Math.floor) : [75, 25, 50];
  const renewals: number[] = [];
  let length = base;
  let end = first + length;
  const limit = warmup - last;
  while (end <= limit) {
    const next = 2 * length;
    // A following window that would not fit is joined to this one.
    if (end + next > limit) end = limit;
    renewals.push(end - 1);
    if (end === limit) break;
    length = next;
    end += length;
  }
  return { start: first, renewals };
}
