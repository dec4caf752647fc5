// What a specification of Meridian's model says beyond channels, geos and scales. Plain data, JSON-able.
import type { PaidPriorKind } from "../data/config/frameworks.ts";
import type { ChannelSpec, PriorSpec } from "./spec.ts";

/** Periods that the return of a channel is stated for. */
export interface CalibrationSpec {
  /** First and last period, from the first of training; below 0 in the media history. */
  readonly first: number;
  readonly last: number;
  /** Money spent in those of them that are in the panel. */
  readonly spend: number;
}

export interface MeridianSpec {
  /** How geos differ in what media bring: by factors or by additions. National models: `normal`, and nothing differs. */
  readonly effects: "log-normal" | "normal";
  /** Mean KPI per size of a geo, in units of its standard deviation, which is `scales.kpi`. */
  readonly center: number;
  /** Worth of the KPI in the cells that returns are stated for, money. */
  readonly totalOutcome: number;
  /** Rows between which the baseline of national data is straight; those of geos stand in `geo`. One knot is a constant. */
  readonly knots: readonly number[];
  /** Index of the geo that the others' intercepts are counted from. */
  readonly baselineGeo: number;
  readonly noiseByGeo: boolean;
  /** Whether scales and returns are those of held-out cells as well, as in the original. */
  readonly leakyScales: boolean;
  /** By channel, for those whose return is stated for a part of the time. */
  readonly calibrations: Readonly<Record<string, CalibrationSpec>>;
  /** In the order of the panel's controls and treatments: whether values are divided by the size of the geo. */
  readonly controlsBySize: readonly boolean[];
  readonly treatmentsBySize: readonly boolean[];
  readonly treatmentPrior: "contribution" | "coefficient";
  /** Of the standard deviation of the geos' treatment effects. */
  readonly treatmentSd: PriorSpec;
}

const paidPriorKinds: readonly PaidPriorKind[] = ["roi", "mroi", "contribution", "coefficient"];

/** What the prior of a channel is about: the one of the four that its priors name. @throws RangeError when they name none */
export function priorKind({ name, priors }: ChannelSpec): PaidPriorKind {
  const kind = paidPriorKinds.find((each) => Object.hasOwn(priors, each));
  if (kind === undefined) throw new RangeError(`channel "${name}" has no prior about what it brings`);
  return kind;
}

/** Which of the four a configuration's priors name. */
export function statedPriorKinds(priors: Readonly<Record<string, unknown>>): PaidPriorKind[] {
  return paidPriorKinds.filter((each) => Object.hasOwn(priors, each));
}
