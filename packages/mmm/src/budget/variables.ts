// Decision variables: amounts of money, each with the cells of media it pays for.
import type { Panel } from "../data/panel.ts";
import type { MediaPlan } from "../fit.ts";
import { boughtMedia, planOf, windowCells } from "./frequency-choice.ts";
import type { Horizon } from "./horizon.ts";
import type { Decision } from "./problem.ts";

/** One amount of money and the exposure a unit of it buys. */
interface PlanVariable {
  readonly name: string;
  /** Position among the panel's media. */
  readonly channel: number;
  /** Position of the geo; undefined when it is spent in all of them. */
  readonly geo?: number;
  /** First period; undefined when it is spread over the window. */
  readonly period?: number;
  /** What the current plan spends here. */
  readonly current: number;
  /** Cells of (geo, time) it pays for … */
  readonly cells: Int32Array;
  /** … and the exposure in each per unit of money. */
  readonly perMoney: Float64Array;
}

export interface PlanVariables {
  readonly decide: Decision;
  readonly variables: readonly PlanVariable[];
  /** Of the channels that are decided on, in the panel's order. */
  readonly channels: readonly number[];
  /** What the current plan spends, by variable. */
  readonly current: Float64Array;
  /** Exposure under amounts of money, by variable; what is not decided stays as it is. */
  plan(amounts: Float64Array): MediaPlan;
  /** Derivatives by variable, from those in every cell's exposure, (channel)(geo, time). */
  pullback(exposure: readonly Float64Array[]): Float64Array;
}

/** Days of a block of daily data. */
const week = 7;

/**
 * The variables of a horizon. Money becomes exposure at each cell's own ratio; where nothing was spent in a block of a channel
 * that spends elsewhere, at the channel's ratio over the panel, evenly over the block's periods and in the geos' shares.
 *
 * @param channels  positions of the channels that are decided on, among the panel's media
 * @param costs     price of exposure as a multiple of what it was, by media
 */
export function planVariables(
  horizon: Horizon,
  decide: Decision,
  channels: readonly number[],
  costs: readonly number[],
): PlanVariables {
  const { start, end } = horizon;
  const inside = windowCells(horizon);
  const bought = boughtMedia(horizon.fit.panel, horizon.frequencies, () => true);
  const panel = {
    ...horizon.fit.panel,
    media: horizon.fit.panel.media.map((media, index) => ({ ...media, exposure: bought[index].exposure })),
  };
  const geos = panel.geos.length;
  const variables = channels.flatMap((channel): PlanVariable[] => {
    const name = panel.media[channel].name;
    const cost = costs[channel];
    if (decide === "channels") {
      return [variableOf(panel, { name, channel, geos: range(0, geos), start, end, cost })];
    }
    if (decide === "geos") {
      return range(0, geos).map((geo) => ({
        ...variableOf(panel, { name: `${name} in ${panel.geos[geo]}`, channel, geos: [geo], start, end, cost }),
        geo,
      }));
    }
    const block = panel.frequency === "daily" ? week : 1;
    return range(0, Math.ceil((end - start) / block)).map((index) => {
      const first = start + index * block;
      const last = Math.min(end, first + block);
      const called = `${name} from ${panel.dates[first]}`;
      return {
        ...variableOf(panel, { name: called, channel, geos: range(0, geos), start: first, end: last, cost }),
        period: first,
      };
    });
  });
  const current = boughtMedia(horizon.fit.panel, horizon.frequencies, inside);
  const outside = current.map(({ exposure }, index) =>
    channels.includes(index) ? exposure.map((value, cell) => (inside(cell) ? 0 : value)) : exposure,
  );
  // What was shown without being paid for is not taken away by spending nothing.
  for (const { channel, current, cells } of variables) {
    if (current === 0) for (const cell of cells) outside[channel][cell] = panel.media[channel].exposure[cell];
  }
  const { frequency } = planOf(current);
  return {
    decide,
    variables,
    channels,
    current: Float64Array.from(variables, ({ current }) => current),
    plan(amounts) {
      const exposure = outside.map((values, index) => (channels.includes(index) ? values.slice() : values));
      variables.forEach(({ channel, cells, perMoney }, index) => {
        const values = exposure[channel];
        for (let each = 0; each < cells.length; each += 1) values[cells[each]] += amounts[index] * perMoney[each];
      });
      return frequency === undefined ? { exposure } : { exposure, frequency };
    },
    pullback: (exposure) =>
      Float64Array.from(variables, ({ channel, cells, perMoney }) => {
        let slope = 0;
        for (let each = 0; each < cells.length; each += 1) slope += exposure[channel][cells[each]] * perMoney[each];
        return slope;
      }),
  };
}

interface Block {
  readonly name: string;
  readonly channel: number;
  readonly geos: readonly number[];
  readonly start: number;
  readonly end: number;
  readonly cost: number;
}

function variableOf(panel: Panel, { name, channel, geos, start, end, cost }: Block): PlanVariable {
  const periods = panel.dates.length;
  const { spend, exposure } = panel.media[channel];
  const cells = geos.flatMap((geo) => range(geo * periods + start, geo * periods + end));
  const current = cells.reduce((total, cell) => total + spend[cell], 0);
  const shown = cells.filter((cell) => exposure[cell] > 0);
  if (current > 0 && shown.length > 0) {
    const perMoney = Float64Array.from(shown, (cell) => exposure[cell] / (current * cost));
    return { name, channel, current, cells: Int32Array.from(shown), perMoney };
  }
  const money = geos.map((geo) => sumOf(spend, geo * periods, (geo + 1) * periods));
  const total = money.reduce((sum, each) => sum + each, 0);
  const perMoney = geos.flatMap((geo, index) => {
    const shownThere = sumOf(exposure, geo * periods, (geo + 1) * periods);
    const ratio = total > 0 && money[index] > 0 ? shownThere / money[index] : 0;
    const share = total > 0 ? money[index] / total : 0;
    return new Array<number>(end - start).fill((ratio * share) / ((end - start) * cost));
  });
  return { name, channel, current, cells: Int32Array.from(cells), perMoney: Float64Array.from(perMoney) };
}

function sumOf(values: Float64Array, from: number, to: number): number {
  let total = 0;
  for (let index = from; index < to; index += 1) total += values[index];
  return total;
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, index) => from + index);
}
