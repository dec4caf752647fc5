// One channel's, group's or all media's figures in one window, from the draws of its effects.
import type { FlightView, ReturnEstimate, SubjectIncrementality, WindowView } from "./incrementality-result.ts";
import { type LevelEstimate, levelEstimate, probabilityAbove, ratioEstimate } from "./level-estimate.ts";
import { marginalStep } from "./roas.ts";
import type { SubjectEffects } from "./window-effects.ts";

export interface SubjectInput extends Pick<SubjectIncrementality, "name" | "kind" | "channels" | "spend"> {
  readonly effects: SubjectEffects;
  /** Σ over the window's cells of derivative · exposure, of the posterior mean of all money. */
  readonly derivative: number;
  /** The place's draws out of those of all places. */
  readonly at: (values: Float64Array) => Float64Array;
  /** Expected KPI in the window, (draw). */
  readonly expected: Float64Array;
  /** Contribution of all media together in the window, (draw). */
  readonly ofAllMedia: Float64Array;
  readonly level: number;
}

export function summarizeSubject(input: SubjectInput): SubjectIncrementality {
  const { name, kind, channels, spend } = input;
  return { name, kind, channels, spend, windowView: windowView(input), flightView: flightView(input) };
}

function windowView({ effects, at, spend, expected, ofAllMedia, level }: SubjectInput): WindowView {
  const contribution = at(effects.byAllMedia.kpi);
  const own = at(effects.inside.kpi);
  const money = at(effects.byAllMedia.money);
  const onePercent = expected.map((value) => marginalStep * value);
  return {
    contribution: levelEstimate(contribution, level),
    own: levelEstimate(own, level),
    carryIn: levelEstimate(minus(contribution, own), level),
    money: levelEstimate(money, level),
    roi: returnEstimate(money, spend, level),
    cpik: spend > 0 ? ratioEstimate(constant(spend, contribution), contribution, level) : null,
    shareOfMedia: ratioEstimate(contribution, ofAllMedia, level),
    shareOfKpi: ratioEstimate(contribution, expected, level),
    elasticity: ratioEstimate(at(effects.byMore.kpi), onePercent, level),
  };
}

function flightView({ effects, at, spend, derivative, level }: SubjectInput): FlightView {
  const inside = at(effects.inside.kpi);
  const after = at(effects.after.kpi);
  const contribution = plus(inside, after);
  const money = plus(at(effects.inside.money), at(effects.after.money));
  const more = at(effects.byMoreInside.kpi);
  const moreMoney = at(effects.byMoreInside.money);
  const step = marginalStep * spend;
  return {
    contribution: levelEstimate(contribution, level),
    inside: levelEstimate(inside, level),
    carryOut: levelEstimate(after, level),
    money: levelEstimate(money, level),
    roi: returnEstimate(money, spend, level),
    cpik: spend > 0 ? ratioEstimate(constant(spend, contribution), contribution, level) : null,
    marginalRoi: spend > 0 ? perUnit(moreMoney, step, level) : null,
    marginalRoiDerivative: spend > 0 ? derivative / spend : null,
    marginalCpik: spend > 0 ? ratioEstimate(constant(step, more), more, level) : null,
  };
}

function returnEstimate(money: Float64Array, spend: number, level: number): ReturnEstimate | null {
  if (!(spend > 0)) return null;
  const ratios = money.map((value) => value / spend);
  const { mean: meanMoney } = levelEstimate(money, level);
  const summary = levelEstimate(ratios, level);
  return {
    ...summary,
    ratioOfMeans: meanMoney / spend,
    meanOfRatios: summary.mean,
    probabilityAboveOne: probabilityAbove(ratios, 1),
  };
}

function perUnit(values: Float64Array, divisor: number, level: number): LevelEstimate {
  return levelEstimate(
    values.map((value) => value / divisor),
    level,
  );
}

function constant(value: number, like: Float64Array): Float64Array {
  return new Float64Array(like.length).fill(value);
}

function plus(left: Float64Array, right: Float64Array): Float64Array {
  return left.map((value, draw) => value + right[draw]);
}

function minus(left: Float64Array, right: Float64Array): Float64Array {
  return left.map((value, draw) => value - right[draw]);
}
