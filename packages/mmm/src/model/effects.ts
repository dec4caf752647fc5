// The additive baseline of a model: blocks of columns, each with its coefficients' priors.
import type { PriorSpec } from "./spec.ts";

export type EffectGroup = "baseline" | "trend" | "seasonality" | "holidays" | "controls" | "treatments";

/** Coefficients (one per column) times columns, summed. */
export interface LinearEffect {
  /** Name of the coefficients among the posterior's variables. */
  readonly variable: string;
  /** What the part is called where the outcome is taken apart. */
  readonly component: string;
  readonly group: EffectGroup;
  /** Name and labels of the coefficients' dimension; absent for one scalar coefficient. */
  readonly dimension?: { readonly name: string; readonly labels: readonly string[] };
  /** Each (geo, time). */
  readonly columns: readonly Float64Array[];
  /** One per column. */
  readonly priors: readonly PriorSpec[];
}

export function normalPrior(mean: number, sd: number): PriorSpec {
  return { distribution: "normal", mean, sd };
}
