// The plans a horizon's tables are made of: every channel multiplied, inside the window or at all times.
import type { MediaPlan, OutcomeFunction } from "../fit.ts";
import { type ChannelTable, channelTable } from "./channel-table.ts";
import { boughtMedia, planOf, windowCells } from "./frequency-choice.ts";
import type { Horizon } from "./horizon.ts";

/** The panel's media, bought at the horizon's frequencies, with every exposure inside the window multiplied. */
export function multiples(horizon: Horizon): (multiplier: number) => MediaPlan {
  const inside = windowCells(horizon);
  const { exposure, ...plan } = planOf(boughtMedia(horizon.fit.panel, horizon.frequencies, inside));
  return (multiplier) => ({
    ...plan,
    exposure: exposure.map((values) => values.map((value, cell) => (inside(cell) ? multiplier * value : value))),
  });
}

/** Whether nothing lies before the window or after it. */
export function isWhole({ fit: { panel }, start, end, counted }: Horizon): boolean {
  return start === 0 && end === panel.dates.length && counted === end && panel.history === undefined;
}

/** Media of all periods and of the history are multiplied, and what they bring up to the window's end is counted. */
export function tableEverywhere(
  { fit: { panel }, end, weights, frequencies }: Horizon,
  outcome: OutcomeFunction,
): ChannelTable {
  const periods = panel.dates.length;
  const { exposure, ...plan } = planOf(boughtMedia(panel, frequencies, () => true));
  return channelTable(
    outcome,
    (multiplier) => ({
      ...plan,
      exposure: exposure.map((values) => values.map((value) => multiplier * value)),
      history: exposure.map(() => multiplier),
    }),
    weights.map((weight, cell) => (cell % periods < end ? weight : 0)),
  );
}

/** 1 in every cell that counts. */
export function countedOnes({ fit: { panel }, start, counted }: Horizon): Float64Array {
  const periods = panel.dates.length;
  return panel.kpi.revenuePerKpi.map((_, cell) => (cell % periods >= start && cell % periods < counted ? 1 : 0));
}
