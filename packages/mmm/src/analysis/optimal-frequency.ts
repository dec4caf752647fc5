// How often people should be reached: for the same number of contacts, fewer people more often or more people less often.
import type { Fit, MediaPlan, OutcomeOptions } from "../fit.ts";
import { intervalOfSorted, meanOf } from "./estimates.ts";
import { observedPlan } from "./media-plan.ts";
import { sum } from "./totals.ts";

export interface FrequencyPoint {
  readonly frequency: number;
  /** Money brought per unit of spend if the channel's contacts had all been bought at this frequency. */
  readonly roi: { readonly mean: number; readonly lower: number; readonly upper: number };
}

export interface OptimalFrequency {
  readonly channel: string;
  /** Contacts per person reached, as it was on average. */
  readonly current: number;
  /** The frequency of the highest posterior mean return. */
  readonly optimum: number;
  /** Share of draws whose own best frequency on the grid lies within half and twice the optimum. */
  readonly support: number;
  /** Equal-tailed interval of the draws' own best frequencies on the grid, at `level`. */
  readonly interval: readonly [number, number];
  readonly level: number;
  /** Largest frequency of a period: beyond it the curve is extrapolation. */
  readonly observedMaximum: number;
  readonly curve: readonly FrequencyPoint[];
}

export interface FrequencyOptions extends OutcomeOptions {
  /** Frequencies to compare, ascending, above 0; 40 steps by default, to the largest observed from 1/8 of it or, where nobody was reached less than once, from 1. */
  readonly grid?: readonly number[];
  /** Of intervals; 0.9 by default. */
  readonly level?: number;
}

const steps = 40;

/**
 * The return of a channel at each frequency, contacts and money being what they were: at frequency f in every cell, reach is
 * contacts / f. Asked of the fit's outcome, carryover within the window included. The optimum is the point of the grid with the
 * highest mean, refined by the parabola through its neighbors.
 *
 * @returns  null for a channel whose exposure is not reach
 * @throws RangeError when the panel has no such channel
 */
export function optimalFrequency(fit: Fit, channel: string, options: FrequencyOptions = {}): OptimalFrequency | null {
  const { panel } = fit;
  const index = panel.media.findIndex(({ name }) => name === channel);
  if (index < 0) throw new RangeError(`the panel has no media "${channel}"`);
  const { exposure: reach, frequency, spend } = panel.media[index];
  if (frequency === undefined) return null;
  const contacts = reach.map((people, cell) => people * frequency[cell]);
  const observedMaximum = frequency.reduce((largest, value) => Math.max(largest, value), 0);
  // Who is reached is reached once at least; data with less than that count otherwise.
  const observedMinimum = frequency.reduce((low, value) => (value > 0 ? Math.min(low, value) : low), observedMaximum);
  const least = Math.max(observedMaximum / 8, Math.min(1, observedMinimum));
  const grid =
    options.grid ??
    Array.from({ length: steps }, (_, step) => least + (observedMaximum - least) * (step / (steps - 1)));
  const level = options.level ?? 0.9;

  const own = observedPlan(panel);
  const withMedia = (people: Float64Array, often: Float64Array): MediaPlan => ({
    exposure: own.exposure.with(index, people),
    frequency: panel.media.map((_, each) => (each === index ? often : undefined)),
  });
  const none = new Float64Array(reach.length);
  const plans = grid.map((each) =>
    withMedia(
      contacts.map((number) => number / each),
      new Float64Array(reach.length).fill(each),
    ),
  );
  const [without, ...worths] = fit
    .open(options)
    .worths([withMedia(none, frequency), ...plans], panel.kpi.revenuePerKpi);
  const money = sum(spend);
  const returns = worths.map((worth) =>
    worth.map((value, draw) => (money === 0 ? 0 : (value - without[draw]) / money)),
  );
  const curve = grid.map((each, point): FrequencyPoint => {
    const [lower, upper] = intervalOfSorted(returns[point].toSorted(), level);
    return { frequency: each, roi: { mean: meanOf(returns[point]), lower, upper } };
  });
  const best = Float64Array.from(without, (_, draw) => grid[highest(returns.map((values) => values[draw]))]);
  const optimum = peak(
    grid,
    curve.map(({ roi }) => roi.mean),
  );
  return {
    channel,
    current: sum(reach) === 0 ? 0 : sum(contacts) / sum(reach),
    optimum,
    support: best.filter((each) => each >= optimum / 2 && each <= 2 * optimum).length / best.length,
    interval: intervalOfSorted(best.toSorted(), level),
    level,
    observedMaximum,
    curve,
  };
}

function highest(values: readonly number[]): number {
  return values.reduce((best, value, index) => (value > values[best] ? index : best), 0);
}

/** Where the parabola through the highest point and its neighbors peaks; the point itself at an end of the grid. */
function peak(grid: readonly number[], values: readonly number[]): number {
  const at = highest(values);
  if (at === 0 || at === grid.length - 1) return grid[at];
  const [x0, x1, x2] = [grid[at - 1], grid[at], grid[at + 1]];
  const [y0, y1, y2] = [values[at - 1], values[at], values[at + 1]];
  const left = (y1 - y0) / (x1 - x0);
  const right = (y2 - y1) / (x2 - x1);
  const curvature = (right - left) / (x2 - x0);
  return curvature === 0 ? x1 : (x0 + x1) / 2 - left / (2 * curvature);
}
