// The periods that are planned: a window of the panel or periods after it, with what media still do afterwards.
import { windowBetween } from "../analysis/window.ts";
import { dateRange } from "../calendar/dates.ts";
import { yearInPeriods } from "../calendar/periods.ts";
import { continuePanel } from "../data/continue-panel.ts";
import type { Frequency, Panel } from "../data/panel.ts";
import { type Problem, SpecError } from "../errors.ts";
import type { Fit } from "../fit.ts";
import { carryOutPeriods } from "./carry-out-periods.ts";
import type { PlanWindow } from "./problem.ts";

/** The periods of a plan on a panel that holds all of them. */
export interface Horizon {
  /** Over the panel with everything that follows the window. */
  readonly fit: Fit;
  /** First period of the window, and the one after its last. */
  readonly start: number;
  readonly end: number;
  /** The period after the last that counts: the window's end, and the carry-out after it. */
  readonly counted: number;
  /** Whether the window lies after the panel's last observed period. */
  readonly isFuture: boolean;
  /** Money of a unit of KPI in every cell that counts, 0 elsewhere; (geo, time). */
  readonly weights: Float64Array;
  /** Where contacts are bought at another frequency than they were, by media; see `chooseFrequencies`. */
  readonly frequencies?: readonly (number | undefined)[];
}

/** More periods than this are not planned ahead. */
const longestFuture: Readonly<Record<Frequency, number>> = { daily: 728, weekly: 104, monthly: 24 };

/**
 * Finds the window on the panel, or continues the panel by it. The future repeats media, treatments, controls and money
 * per KPI of the same season before (of the last periods where the panel is shorter than a year); after the window's end, where the panel ends
 * too, there are no media at all.
 *
 * @throws SpecError naming dates outside the panel, a window that ends before it begins, or too long a future
 */
export function openHorizon(fit: Fit, window: PlanWindow = {}): Horizon {
  const { panel } = fit;
  const observed = panel.dates.length;
  const { start, end } = window.future === undefined ? observedWindow(panel, window) : futureWindow(panel, window);
  const carryOut = (window.carryOut ?? true) ? carryOutPeriods(fit) : 0;
  const counted = end + carryOut;
  const isFuture = window.future !== undefined;
  const whole = counted > observed ? fit.over(continued(panel, counted - observed, isFuture ? end : observed)) : fit;
  return { fit: whole, start, end, counted, isFuture, weights: countedWeights(whole.panel, start, counted) };
}

/** Money per KPI from `start` to before `end`, 0 elsewhere; (geo, time). */
function countedWeights(panel: Panel, start: number, end: number): Float64Array {
  const periods = panel.dates.length;
  return panel.kpi.revenuePerKpi.map((money, cell) => (cell % periods >= start && cell % periods < end ? money : 0));
}

/** The panel with `added` more periods as a season before, without media from period `mediaEnd` on. */
function continued(panel: Panel, added: number, mediaEnd: number): Panel {
  const periods = panel.dates.length;
  const geos = panel.geos.length;
  const back = Math.min(yearInPeriods[panel.frequency], periods);
  const again = (values: Float64Array, until = Number.POSITIVE_INFINITY): Float64Array => {
    const out = new Float64Array(geos * added); // (geo, new time)
    for (let geo = 0; geo < geos; geo += 1) {
      for (let step = 0; step < added; step += 1) {
        const source = periods - back + (step % back);
        if (periods + step < until) out[geo * added + step] = values[geo * periods + source];
      }
    }
    return out;
  };
  return continuePanel(panel, {
    dates: dateRange(panel.dates[periods - 1], added + 1, panel.frequency).slice(1),
    media: panel.media.map(({ exposure, spend, frequency }) => {
      const more = again(exposure, mediaEnd);
      const money = exposure === spend ? more : again(spend, mediaEnd);
      return { exposure: more, spend: money, ...(frequency === undefined ? {} : { frequency: again(frequency) }) };
    }),
    controls: panel.controls.map(({ values }) => again(values)),
    organic: (panel.organic ?? []).map(({ exposure, frequency }) => ({
      exposure: again(exposure),
      ...(frequency === undefined ? {} : { frequency: again(frequency) }),
    })),
    treatments: (panel.treatments ?? []).map(({ values }) => again(values)),
    revenuePerKpi: again(panel.kpi.revenuePerKpi),
  });
}

function futureWindow(panel: Panel, { future = 0, from, to }: PlanWindow): { start: number; end: number } {
  const problems: Problem[] = [];
  const most = longestFuture[panel.frequency];
  if (!Number.isInteger(future) || future < 1 || future > most) {
    problems.push({
      code: "plan-horizon",
      severity: "error",
      found: `a horizon of ${future} periods`,
      remedy: `Plan a whole number of periods from 1 to ${most}`,
    });
  }
  if (from !== undefined || to !== undefined) {
    problems.push({
      code: "plan-window",
      severity: "error",
      found: "both a horizon of future periods and a window of the past are given",
      remedy: "Give one of the two",
    });
  }
  if (problems.length > 0) throw new SpecError(problems);
  return { start: panel.dates.length, end: panel.dates.length + future };
}

function observedWindow(panel: Panel, { from, to }: PlanWindow): { start: number; end: number } {
  const problems: Problem[] = [];
  const window = windowBetween(panel, { from, to }, problems);
  if (window !== undefined) return { start: window.first, end: window.end };
  const ahead = (code: string): string =>
    code === "window-outside-data" ? "; plan periods after them with a horizon" : "";
  throw new SpecError(
    problems.map((each) => ({ ...each, code: "plan-window", remedy: `${each.remedy}${ahead(each.code)}` })),
  );
}
