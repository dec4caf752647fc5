// Which series have outliers, and which do not vary without them: geo by geo.
import { standardDeviation } from "@carryover/engine";
import { contacts } from "../data/contacts.ts";
import type { Panel } from "../data/panel.ts";
import type { CostFacts, SeriesSummary } from "./exploration.ts";
import { outlierBounds } from "./statistics.ts";
import { exploredVariables, mediaScale, scaledKpi } from "./variables.ts";

/** Below this a scaled series does not vary. */
export const leastDeviation = 1e-4;

/** The KPI, every variable, and the reach and frequency of channels that have them. */
export function seriesSummaries(panel: Panel): SeriesSummary[] {
  const reached = [...panel.media, ...(panel.organic ?? [])].filter(({ frequency }) => frequency !== undefined);
  const series: { name: string; group: SeriesSummary["group"]; values: Float64Array }[] = [
    { name: panel.kpi.name, group: "kpi", values: scaledKpi(panel) },
    ...exploredVariables(panel).map(({ name, group, scaled }) => ({ name, group, values: scaled })),
    ...reached.map(({ name, exposure }) => ({ name, group: "reach" as const, values: mediaScale(exposure, panel) })),
    ...reached.map(({ name, frequency }) => ({
      name,
      group: "frequency" as const,
      values: frequency ?? new Float64Array(0),
    })),
  ];
  return series.map(({ name, group, values }) => ({ name, group, ...summaryOf(values, panel) }));
}

function summaryOf(values: Float64Array, { geos, dates }: Panel): Omit<SeriesSummary, "name" | "group"> {
  let [outliers, outlierGeos] = [0, 0];
  let farthest: SeriesSummary["farthest"] = null;
  const constantGeos: string[] = [];
  geos.forEach((geo, index) => {
    const own = Array.from(values.subarray(index * dates.length, (index + 1) * dates.length), (value, time) => ({
      value,
      time,
    })).filter(({ value }) => !Number.isNaN(value));
    if (own.length < 2) return;
    const [low, high] = outlierBounds(own.map(({ value }) => value));
    const isOut = ({ value }: { value: number }): boolean => value < low || value > high;
    const outside = own.filter(isOut);
    outliers += outside.length;
    if (outside.length > 0) outlierGeos += 1;
    for (const { value, time } of outside) {
      if (farthest === null || Math.abs(value) > Math.abs(farthest.value)) farthest = { geo, date: dates[time], value };
    }
    const rest = own.filter((each) => !isOut(each)).map(({ value }) => value);
    if (standardDeviation(rest) < leastDeviation) constantGeos.push(geo);
  });
  return { outliers, outlierGeos, farthest, constantGeos };
}

/** What a unit of each channel costs, and where money and exposure do not go together. */
export function costFacts({ media, geos, dates }: Panel): CostFacts[] {
  return media.map((series) => {
    const { name, spend } = series;
    const units = contacts(series);
    let outliers = 0;
    geos.forEach((_, geo) => {
      const costs = dates.flatMap((_date, time) => {
        const cell = geo * dates.length + time;
        return units[cell] === 0 ? [] : [spend[cell] / units[cell]];
      });
      if (costs.length === 0) return;
      const [low, high] = outlierBounds(costs);
      outliers += costs.filter((cost) => cost < low || cost > high).length;
    });
    const all = units.reduce((sum, value) => sum + value, 0);
    return {
      channel: name,
      cost: all === 0 ? null : spend.reduce((sum, value) => sum + value, 0) / all,
      outliers,
      freeCells: units.filter((value, cell) => value > 0 && spend[cell] === 0).length,
      emptyCells: units.filter((value, cell) => value === 0 && spend[cell] > 0).length,
    };
  });
}
