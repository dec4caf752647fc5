// Meridian's health score: five numbers between 0 and 100, weighted; what does not apply drops out.

/** What the score is made of; null where a check does not apply. */
export interface HealthFacts {
  /** Largest unsplit R-hat; NaN where there is none. */
  readonly rhat: number;
  /** Probability that the baseline's total is below zero. */
  readonly negativeBaseline: number;
  /** Posterior predictive p-value of the total. */
  readonly predictive: number;
  readonly r2: number;
  /** Share of channels whose return did not move from its prior, and whose return lies in its prior's tail. */
  readonly unmoved: number | null;
  readonly inconsistent: number | null;
}

export interface HealthPart {
  readonly id: "baseline" | "predictive" | "fit" | "shift" | "consistency";
  readonly weight: number;
  readonly score: number;
}

/** From here on chains count as not converged, and the score is 0. */
export const hopelessRhat = 10;
/** Probabilities of a negative baseline at which a review is due, and at which the check fails. */
export const baselineLimits: readonly [number, number] = [0.2, 0.8];
export const leastPredictive = 0.05;

/** Parts that apply, with their weights as stated: they need not sum to 1. */
export function healthParts({ negativeBaseline, predictive, r2, unmoved, inconsistent }: HealthFacts): HealthPart[] {
  const [review, fail] = baselineLimits;
  const excess = Math.min(1, Math.max(0, (negativeBaseline - review) / (fail - review)));
  const ofChannels = (id: "shift" | "consistency", share: number | null): HealthPart[] =>
    share === null ? [] : [{ id, weight: 0.15, score: 100 * (1 - share) ** 0.4 }];
  return [
    { id: "baseline", weight: 0.3, score: 100 * (1 - excess) },
    { id: "predictive", weight: 0.3, score: predictive > leastPredictive ? 100 : 0 },
    { id: "fit", weight: 0.1, score: fitScore(r2) },
    ...ofChannels("shift", unmoved),
    ...ofChannels("consistency", inconsistent),
  ];
}

/** A logistic curve of R²: 50 at .5, above 99 from .81 on. */
export function fitScore(r2: number): number {
  return 100 / (1 + Math.exp(-15 * (r2 - 0.5)));
}

/** From 0 to 100. An R-hat between 1.2 and 10 costs nothing. */
export function healthScore(facts: HealthFacts): number {
  if (facts.rhat >= hopelessRhat) return 0;
  const parts = healthParts(facts);
  const weights = parts.reduce((sum, { weight }) => sum + weight, 0);
  return parts.reduce((sum, { weight, score }) => sum + weight * score, 0) / weights;
}
