// What a search in Robyn's manner works on: series and regressors of one panel as plain arrays, which workers can be sent.
import { greatestLambda, regressionMoments } from "@carryover/engine";
import { contacts } from "../../data/contacts.ts";
import type { Panel } from "../../data/panel.ts";
import type { RobynMediaSpec, RobynRegressorSpec, RobynSpec } from "../../model/robyn-spec.ts";
import type { ModelSpec } from "../../model/spec.ts";

/** A paid or organic series: its specification, and what it was in all periods, those of the history first. */
interface SearchSeries {
  readonly spec: RobynMediaSpec;
  /** Exposure (times frequency) times its cost, money. */
  readonly values: Float64Array;
  /** Σ spend over the window, money; 0 for organic series. */
  readonly spend: number;
}

interface SearchRegressor {
  readonly spec: RobynRegressorSpec;
  /** In the window's periods. */
  readonly values: Float64Array;
  /** Of its coefficient. */
  readonly lower: number;
  readonly upper: number;
}

interface SearchLift {
  /** Indices among the series. */
  readonly series: readonly number[];
  /** First and last period of the window. */
  readonly from: number;
  readonly to: number;
  readonly lift: number;
  readonly scope: "immediate" | "total";
}

export interface SearchProblem {
  readonly spec: RobynSpec;
  readonly series: readonly SearchSeries[];
  readonly regressors: readonly SearchRegressor[];
  readonly lifts: readonly SearchLift[];
  /** Place of the window's first period in the series' values, and the number of its periods. */
  readonly start: number;
  readonly periods: number;
  /** Periods of the window whose KPI is learned from, ascending, and their KPI. */
  readonly rows: Int32Array;
  readonly response: Float64Array;
  /** Bounds that lambda's place is scaled to. */
  readonly lambdaRange: readonly [number, number];
}

/** @throws RangeError for a panel of several geos, and for a specification of another kind or of other series than the panel's */
export function searchProblem(panel: Panel, spec: ModelSpec): SearchProblem {
  const { robyn } = spec;
  if (robyn === undefined) throw new RangeError(`a specification of kind "${spec.kind}" has nothing to search`);
  if (panel.geos.length !== 1) throw new RangeError(`a search knows one geo, the panel has ${panel.geos.length}`);
  const { from, to } = robyn.window;
  const history = panel.history?.periods ?? 0;
  const isHeld = new Set(spec.holdout ?? []);
  const isKnown = (row: number): boolean => !isHeld.has(row) && Number.isFinite(panel.kpi.values[row]);
  const rows = Int32Array.from({ length: to - from }, (_, row) => row).filter((row) => isKnown(from + row));
  const series = robyn.media.map((media) => searchSeries(panel, media, from, to));
  const regressors = robyn.regressors.map((regressor) => ({ regressor, values: regressorValues(panel, regressor) }));
  const known = Int32Array.from(panel.dates, (_, row) => row).filter(isKnown);
  const columns = [...series.map(({ values }) => values.subarray(history)), ...regressors.map(({ values }) => values)];
  return {
    spec: robyn,
    series,
    regressors: regressors.map(({ regressor, values }) => {
      const inWindow = values.slice(from, to);
      return { spec: regressor, values: inWindow, ...regressorLimits(regressor, inWindow) };
    }),
    lifts: robyn.lifts.map(({ channels, from: first, to: last, lift, scope }) => ({
      series: channels.map((channel) => seriesIndex(robyn.media, channel)),
      from: first - from,
      to: last - from,
      lift,
      scope,
    })),
    start: history + from,
    periods: to - from,
    rows,
    response: Float64Array.from(rows, (row) => panel.kpi.values[from + row]),
    lambdaRange: lambdaRange(robyn, columns, panel.kpi.values, known),
  };
}

/** Limits of a coefficient by its sign. */
export function signLimits(sign: RobynMediaSpec["sign"]): { readonly lower: number; readonly upper: number } {
  return {
    lower: sign === "positive" ? 0 : Number.NEGATIVE_INFINITY,
    upper: sign === "negative" ? 0 : Number.POSITIVE_INFINITY,
  };
}

function regressorLimits({ kind, name, sign }: RobynRegressorSpec, values: Float64Array) {
  if (kind !== "decomposition") return signLimits(sign);
  const isTurned = name === "trend" && values.reduce((total, value) => total + value, 0) < 0;
  return isTurned ? { lower: -1, upper: 0 } : { lower: 0, upper: 1 };
}

function searchSeries(panel: Panel, spec: RobynMediaSpec, from: number, to: number): SearchSeries {
  const place = (spec.kind === "paid" ? panel.media : (panel.organic ?? [])).findIndex(
    ({ name }) => name === spec.name,
  );
  if (place < 0) throw new RangeError(`the panel has no ${spec.kind} series "${spec.name}"`);
  const own = spec.kind === "paid" ? panel.media[place] : (panel.organic ?? [])[place];
  const before = panel.history?.[spec.kind === "paid" ? "media" : "organic"][place];
  const shown = [...(before === undefined ? [] : contacts(before)), ...contacts(own)];
  const spend = spec.kind === "paid" ? panel.media[place].spend : undefined;
  return {
    spec,
    values: Float64Array.from(shown, (value) => value * spec.costPerExposure),
    spend: spend?.subarray(from, to).reduce((total, value) => total + value, 0) ?? 0,
  };
}

function regressorValues(panel: Panel, { name, kind, values, baseline = 0 }: RobynRegressorSpec): Float64Array {
  if (kind === "decomposition") {
    if (values?.length === panel.dates.length) return Float64Array.from(values);
    throw new RangeError(`part "${name}" of the decomposition is not that of a panel of ${panel.dates.length} periods`);
  }
  const among = kind === "control" ? panel.controls : (panel.treatments ?? []);
  const found = among.find((each) => each.name === name);
  if (found === undefined) throw new RangeError(`the panel has no ${kind} "${name}"`);
  return kind === "control" ? found.values : found.values.map((value) => value - baseline);
}

function seriesIndex(media: readonly RobynMediaSpec[], channel: string): number {
  const index = media.findIndex(({ name }) => name === channel);
  if (index < 0) throw new RangeError(`there is no series "${channel}" for a lift test to be of`);
  return index;
}

/**
 * Robyn's rule: a tenth of glmnet's greatest lambda, from regressors as they are before any transform in all periods whose KPI is
 * known, and `lambdaMinRatio` of that.
 */
function lambdaRange(
  { penalty }: RobynSpec,
  columns: readonly Float64Array[],
  kpi: Float64Array,
  rows: Int32Array,
): [number, number] {
  const at = (values: Float64Array): Float64Array => Float64Array.from(rows, (row) => values[row]);
  const greatest = 0.1 * greatestLambda(regressionMoments(columns.map(at), at(kpi)), penalty.mixing);
  return [greatest * penalty.lambdaMinRatio, greatest];
}
