// Which spacing the dates have: daily, weekly, monthly, a mixture, or none that can be named.
import { isoDate } from "./days.ts";
import type { Frequency } from "./panel.ts";

export type DetectedFrequency =
  | { readonly kind: "regular"; readonly frequency: Frequency }
  | { readonly kind: "mixed"; readonly found: string }
  | { readonly kind: "irregular"; readonly found: string }
  | { readonly kind: "too-few" };

/** A spacing holds the series when at least this share of the steps between dates has it. */
const dominantShare = 0.5;
/** A second spacing on at least this share of the steps makes the series a mixture, not a series with gaps. */
const mixedShare = 0.2;

function spacing(days: number): Frequency | undefined {
  if (days === 1) return "daily";
  if (days === 7) return "weekly";
  return days >= 28 && days <= 31 ? "monthly" : undefined;
}

/**
 * Tells the frequency from the steps between dates. Gaps do not hide it as long as half of the steps are whole.
 *
 * @param days  distinct day numbers, ascending
 */
export function detectFrequency(days: ArrayLike<number>): DetectedFrequency {
  const steps = days.length - 1;
  if (steps < 1) return { kind: "too-few" };
  const counts = new Map<Frequency, number>();
  const firstAt = new Map<Frequency, number>();
  const widths = new Map<number, number>();
  for (let i = 0; i < steps; i++) {
    const width = days[i + 1] - days[i];
    widths.set(width, (widths.get(width) ?? 0) + 1);
    const frequency = spacing(width);
    if (frequency === undefined) continue;
    counts.set(frequency, (counts.get(frequency) ?? 0) + 1);
    if (!firstAt.has(frequency)) firstAt.set(frequency, i);
  }
  const ranked = [...counts].sort((left, right) => right[1] - left[1]);
  const [first, second] = ranked;
  if (first !== undefined && second !== undefined && second[1] >= Math.max(3, mixedShare * steps)) {
    const place = (frequency: Frequency): string => isoDate(days[firstAt.get(frequency) ?? 0]);
    const found = `the dates are ${first[0]} from ${place(first[0])} but ${second[0]} from ${place(second[0])}`;
    return { kind: "mixed", found };
  }
  if (first !== undefined && first[1] >= dominantShare * steps) return { kind: "regular", frequency: first[0] };
  const [width, count] = [...widths].sort((left, right) => right[1] - left[1])[0];
  return {
    kind: "irregular",
    found: `the dates have no regular spacing; the commonest step, ${width} ${width === 1 ? "day" : "days"}, makes up ${count} of ${steps}`,
  };
}
