// The plan that scenarios change: money and exposure of every channel, controls, and what the KPI is worth.

import { plannedFrequency } from "../analysis/media-plan.ts";
import type { ControlSeries, Panel } from "../data/panel.ts";
import type { MediaPlan } from "../fit.ts";

/** Series are (geo, time) over all periods of the panel; only those of the horizon are changed. */
export interface ScenarioPlan {
  /** In the order of the panel's media. */
  readonly media: readonly PlannedChannel[];
  /** Of the panel's controls and then of its treatments, see `contextOf`. */
  readonly controls: readonly Float64Array[];
  /** Money per unit of KPI. */
  readonly revenuePerKpi: Float64Array;
}

export interface PlannedChannel {
  readonly spend: Float64Array;
  readonly exposure: Float64Array;
  /** What one unit of money buys: the cell's own observed ratio, the channel's overall one where nothing was spent. */
  readonly exposurePerMoney: Float64Array;
  /** Where exposure is reach; where nobody was reached, the mean over those who were. */
  readonly frequency?: Float64Array;
}

/** What scenarios change besides media: controls, and what is done and could be done otherwise. */
export function contextOf({ controls, treatments = [] }: Panel): readonly ControlSeries[] {
  return [...controls, ...treatments];
}

/** The plan of a panel as it stands; its arrays are copies. */
export function planOf(panel: Panel): ScenarioPlan {
  return {
    media: panel.media.map(({ spend, exposure, frequency }) => ({
      spend: spend.slice(),
      exposure: exposure.slice(),
      exposurePerMoney: ratios(spend, exposure),
      ...(frequency === undefined ? {} : { frequency: plannedFrequency(exposure, frequency) }),
    })),
    controls: contextOf(panel).map(({ values }) => values.slice()),
    revenuePerKpi: panel.kpi.revenuePerKpi.slice(),
  };
}

export function copyPlan(plan: ScenarioPlan): ScenarioPlan {
  return {
    media: plan.media.map(({ spend, exposure, exposurePerMoney, ...rest }) => ({
      ...rest,
      spend: spend.slice(),
      exposure: exposure.slice(),
      exposurePerMoney: exposurePerMoney.slice(),
    })),
    controls: plan.controls.map((values) => values.slice()),
    revenuePerKpi: plan.revenuePerKpi.slice(),
  };
}

/** The plan as a fit is asked about it. */
export function mediaPlanOf({ media }: ScenarioPlan): MediaPlan {
  const exposure = media.map((channel) => channel.exposure);
  return media.every(({ frequency }) => frequency === undefined)
    ? { exposure }
    : { exposure, frequency: media.map(({ frequency }) => frequency) };
}

/** Exposure per money of each cell; NaN where the channel has never cost anything. */
function ratios(spend: Float64Array, exposure: Float64Array): Float64Array {
  let [money, bought] = [0, 0];
  for (let cell = 0; cell < spend.length; cell += 1) {
    if (spend[cell] === 0) continue;
    money += spend[cell];
    bought += exposure[cell];
  }
  const overall = bought / money;
  return spend.map((value, cell) => (value === 0 ? overall : exposure[cell] / value));
}
