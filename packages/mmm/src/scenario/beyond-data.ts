// Where a plan goes beyond what was seen in training: there the model extrapolates, and says so.
import { periodWord } from "../calendar/periods.ts";
import type { Panel } from "../data/panel.ts";
import type { BeyondData } from "./comparison.ts";
import type { Horizon } from "./periods-in-window.ts";
import { contextOf, type ScenarioPlan } from "./scenario-plan.ts";

/** Rounding of a plan's arithmetic is no new territory. */
const slack = 1 + 1e-9;

/**
 * Channels with more exposure in a geo and period than that geo ever had, controls and treatments outside of the values
 * they had.
 *
 * @param trained  the panel of the fit
 * @param panel    the same, gone on in time; the plan's periods
 */
export function beyondData(plan: ScenarioPlan, trained: Panel, panel: Panel, horizon: Horizon): BeyondData[] {
  const channels = plan.media.flatMap(({ exposure }, index) => {
    const { name, exposure: seen } = trained.media[index];
    const found = farthest(exposure, seen, trained, panel, horizon, (_, highest) => [0, highest * slack]);
    if (found === undefined) return [];
    const times = found.seen === 0 ? "where it never was" : `${(found.planned / found.seen).toFixed(2)} times the most`;
    const sentence = `${name} goes beyond the data in ${count(found.periods, panel)}: up to ${times} it had in a ${periodWord(panel.frequency)}.`;
    return [{ kind: "channel" as const, name, ...found, sentence }];
  });
  const controls = plan.controls.flatMap((values, index) => {
    const { name, values: seen } = contextOf(trained)[index];
    const found = farthest(values, seen, trained, panel, horizon, (lowest, highest) => {
      const margin = (highest - lowest) * (slack - 1);
      return [lowest - margin, highest + margin];
    });
    if (found === undefined) return [];
    const sentence = `${name} goes beyond the data in ${count(found.periods, panel)}: to ${short(found.planned)}, where ${short(found.seen)} was the limit.`;
    return [{ kind: "control" as const, name, ...found, sentence }];
  });
  return [...channels, ...controls];
}

function farthest(
  planned: Float64Array,
  seen: Float64Array,
  trained: Panel,
  panel: Panel,
  { first, last }: Horizon,
  limits: (lowest: number, highest: number) => readonly [number, number],
): Pick<BeyondData, "periods" | "planned" | "seen"> | undefined {
  const [known, periods] = [trained.dates.length, panel.dates.length];
  let beyond = 0;
  let worst: { readonly planned: number; readonly seen: number } | undefined;
  for (const geo of panel.geos.keys()) {
    const own = seen.subarray(geo * known, (geo + 1) * known);
    const lowest = own.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY);
    const highest = own.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
    const [from, to] = limits(lowest, highest);
    for (let period = first; period <= last; period += 1) {
      const value = planned[geo * periods + period];
      if (value >= from && value <= to) continue;
      beyond += 1;
      const limit = value > to ? highest : lowest;
      if (worst === undefined || Math.abs(value - limit) > Math.abs(worst.planned - worst.seen)) {
        worst = { planned: value, seen: limit };
      }
    }
  }
  return worst === undefined ? undefined : { periods: beyond, ...worst };
}

function count(periods: number, panel: Panel): string {
  const places = panel.geos.length > 1 ? " of a geo" : "";
  return `${periods} ${periodWord(panel.frequency)}${periods === 1 ? "" : "s"}${places}`;
}

function short(value: number): string {
  return String(Number(value.toPrecision(4)));
}
