// What each draw says of each plan: sums over the horizon and after it, and the national series.
import { scaleChannel } from "../analysis/media-plan.ts";
import { sumOverGeos, weightedTotals } from "../analysis/totals.ts";
import type { Panel } from "../data/panel.ts";
import type { Fit, MediaPlan, OutcomeFunction } from "../fit.ts";
import type { Horizon } from "./periods-in-window.ts";
import { contextOf, mediaPlanOf, type ScenarioPlan } from "./scenario-plan.ts";

/** Of one plan; (draw) each, where nothing else is said. */
export interface PlanDraws {
  readonly kpi: Float64Array;
  readonly money: Float64Array;
  /** After the horizon. */
  readonly kpiAfter: Float64Array;
  readonly moneyAfter: Float64Array;
  /** With the scatter of observations. */
  readonly observableKpi: Float64Array;
  readonly observableMoney: Float64Array;
  /** (draw, period of the horizon), summed over geos. */
  readonly overTime: Float64Array;
  readonly observableOverTime: Float64Array;
  /** Contribution in the horizon: (channel)(draw). */
  readonly channels: readonly Float64Array[];
}

export interface DrawsRequest {
  /** Over all periods, those beyond the data included. */
  readonly fit: Fit;
  readonly plans: readonly ScenarioPlan[];
  readonly horizon: Horizon;
  /** Positions of the draws. */
  readonly kept: Int32Array;
  readonly seed: number;
  /** Called between portions of the work with the share that is done. */
  readonly onProgress?: ((share: number) => Promise<void> | void) | undefined;
}

/** Cells (draw, geo, time) held at a time: 4 MB each. */
const cellsAtATime = 500_000;

/**
 * Goes through the draws in portions. All plans see the same draws and the same noise, so that differences are paired.
 */
export async function planDraws({ fit, plans, horizon, kept, seed, onProgress }: DrawsRequest): Promise<PlanDraws[]> {
  const { panel } = fit;
  const periods = panel.dates.length;
  const length = horizon.last - horizon.first + 1;
  const results = plans.map(() => emptyDraws(kept.length, length, panel.media.length));
  const fits = plans.map((plan) => fitUnder(fit, plan));
  const rows = Math.max(1, Math.floor(cellsAtATime / (panel.geos.length * periods)));
  for (let start = 0; start < kept.length; start += rows) {
    const draws = kept.subarray(start, start + rows);
    const opened = new Map<Fit, OutcomeFunction>();
    for (const [index, plan] of plans.entries()) {
      const own = fits[index];
      const ask = opened.get(own) ?? own.open({ draws });
      opened.set(own, ask);
      const media = mediaPlanOf(plan);
      const expected = ask.outcome(media);
      const observable = own.predictive(expected, seed + start, { draws });
      const into = results[index];
      const weights = weightsOf(plan, panel, horizon);
      into.kpi.set(weightedTotals(expected, weights.inside), start);
      into.money.set(weightedTotals(expected, weights.insideMoney), start);
      into.kpiAfter.set(weightedTotals(expected, weights.after), start);
      into.moneyAfter.set(weightedTotals(expected, weights.afterMoney), start);
      into.observableKpi.set(weightedTotals(observable, weights.inside), start);
      into.observableMoney.set(weightedTotals(observable, weights.insideMoney), start);
      into.overTime.set(within(sumOverGeos(expected, panel.geos.length, periods), periods, horizon), start * length);
      into.observableOverTime.set(
        within(sumOverGeos(observable, panel.geos.length, periods), periods, horizon),
        start * length,
      );
      contributions(ask, media, weights.inside).forEach((values, channel) => {
        into.channels[channel].set(values, start);
      });
      await onProgress?.((start + (draws.length * (index + 1)) / plans.length) / kept.length);
    }
  }
  return results;
}

/** The fit asked about the plan's controls and treatments; the fit itself where they are the panel's. */
function fitUnder(fit: Fit, { controls }: ScenarioPlan): Fit {
  const { panel } = fit;
  const isSame = contextOf(panel).every(({ values: own }, index) =>
    controls[index].every((value, cell) => value === own[cell]),
  );
  if (isSame) return fit;
  const first = panel.controls.length;
  const changed: Panel = {
    ...panel,
    controls: panel.controls.map((series, index) => ({ ...series, values: controls[index] })),
    ...(panel.treatments === undefined
      ? {}
      : { treatments: panel.treatments.map((series, index) => ({ ...series, values: controls[first + index] })) }),
  };
  return fit.over(changed);
}

/** Each channel's contribution by its definition: own part where parts add up, else outcome less outcome without it. */
function contributions(ask: OutcomeFunction, plan: MediaPlan, weights: Float64Array): readonly Float64Array[] {
  if (ask.separable) return ask.parts([plan], weights)[0];
  const without = plan.exposure.map((_, channel) => scaleChannel(plan, channel, 0));
  const [whole, ...others] = ask.worths([plan, ...without], weights);
  return others.map((values) => values.map((value, draw) => whole[draw] - value));
}

interface Weights {
  readonly inside: Float64Array;
  readonly insideMoney: Float64Array;
  readonly after: Float64Array;
  readonly afterMoney: Float64Array;
}

/** Over (geo, time): ones, or money per unit of KPI, in the horizon or after it; zero elsewhere. */
function weightsOf({ revenuePerKpi }: ScenarioPlan, panel: Panel, { first, last }: Horizon): Weights {
  const periods = panel.dates.length;
  const where = (holds: (period: number) => boolean): Float64Array =>
    revenuePerKpi.map((_, cell) => (holds(cell % periods) ? 1 : 0));
  const inside = where((period) => period >= first && period <= last);
  const after = where((period) => period > last);
  const worth = (weights: Float64Array): Float64Array =>
    weights.map((weight, cell) => (weight === 0 ? 0 : revenuePerKpi[cell]));
  return { inside, insideMoney: worth(inside), after, afterMoney: worth(after) };
}

/** The horizon's part of (draw, time). */
function within(series: Float64Array, periods: number, { first, last }: Horizon): Float64Array {
  const length = last - first + 1;
  const draws = series.length / periods;
  const cut = new Float64Array(draws * length);
  for (let draw = 0; draw < draws; draw += 1) {
    cut.set(series.subarray(draw * periods + first, draw * periods + last + 1), draw * length);
  }
  return cut;
}

function emptyDraws(draws: number, length: number, channels: number): PlanDraws {
  const empty = (): Float64Array => new Float64Array(draws);
  return {
    kpi: empty(),
    money: empty(),
    kpiAfter: empty(),
    moneyAfter: empty(),
    observableKpi: empty(),
    observableMoney: empty(),
    overTime: new Float64Array(draws * length),
    observableOverTime: new Float64Array(draws * length),
    channels: Array.from({ length: channels }, empty),
  };
}
