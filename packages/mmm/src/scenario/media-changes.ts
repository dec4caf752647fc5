// What changes do to money and exposure, cell by cell. Money that a shift takes arrives in the geo and period it was taken from.
import { daysOfPeriod } from "../calendar/dates.ts";
import { firstDayOfMonth, monthNumber } from "../data/days.ts";
import type { Panel } from "../data/panel.ts";
import type { Problem } from "../errors.ts";
import type { Amount, PerUnit, ShiftChange, Step } from "./scenario.ts";
import type { PlannedChannel, ScenarioPlan } from "./scenario-plan.ts";

/** Why a change cannot be carried out. */
export type Refusal = Pick<Problem, "code" | "found" | "remedy">;

/** Where a change holds: positions of periods and geos. */
export interface Cells {
  readonly panel: Panel;
  readonly periods: readonly number[];
  readonly geos: readonly number[];
}

/** More or less of channels: each cell's exposure goes with its money. */
export function adjust(plan: ScenarioPlan, channels: readonly number[], step: Step, cells: Cells): Refusal | undefined {
  if (step.unit !== "money") {
    const factor = step.unit === "factor" ? step.value : 1 + step.value / 100;
    for (const channel of channels) for (const cell of cellsOf(cells)) scale(plan.media[channel], cell, factor);
    return undefined;
  }
  return distribute(plan, channels, cells, step, (there, amount) => there + amount);
}

/** Channels' money as stated, in proportion to what is there. */
export function setSpend(
  plan: ScenarioPlan,
  channels: readonly number[],
  amount: Amount,
  cells: Cells,
): Refusal | undefined {
  return distribute(plan, channels, cells, amount, (_, wanted) => wanted);
}

/** Money as it is, what it buys divided by the factor. */
export function changeCost(
  plan: ScenarioPlan,
  channels: readonly number[],
  factor: number,
  cells: Cells,
): Refusal | undefined {
  for (const channel of channels) {
    const { exposure, exposurePerMoney } = plan.media[channel];
    for (const cell of cellsOf(cells)) {
      exposure[cell] /= factor;
      exposurePerMoney[cell] /= factor;
    }
  }
  return undefined;
}

/** Takes from some channels and gives to others, in proportion to what these spend in the window. */
export function shift(
  plan: ScenarioPlan,
  {
    from,
    to,
    step,
  }: { readonly from: readonly number[]; readonly to: readonly number[]; readonly step: ShiftChange["step"] },
  cells: Cells,
): Refusal | undefined {
  const all = cellsOf(cells);
  const missing = from.filter((channel) => total(plan, [channel], all) === 0);
  if (missing.length > 0) {
    return {
      code: "no-spend",
      found: `${nameList(missing, cells)} spends nothing there, so that there is nothing to shift`,
      remedy: "Choose another window or channel",
    };
  }
  const unpriced = unpricedProblem(plan, to, cells);
  if (unpriced !== undefined) return unpriced;
  const shares = receivingShares(plan, to, cells);
  for (const group of groupsOf(cells, step.unit === "money" ? step.per : undefined)) {
    const there = total(plan, from, group.cells);
    const share = step.unit === "percent" ? step.value / 100 : amountOf(step, group) / there;
    if (!(share <= 1)) return tooMuch(step.value, there, nameList(from, cells), cells, group);
    for (const cell of group.cells) {
      let moved = 0;
      for (const channel of from) {
        const media = plan.media[channel];
        moved += share * media.spend[cell];
        scale(media, cell, 1 - share);
      }
      to.forEach((channel, index) => {
        give(plan.media[channel], cell, moved * shares[index]);
      });
    }
  }
  return undefined;
}

/** Cells whose money is planned together: those of one period, or all. */
interface Group {
  readonly cells: readonly number[];
  readonly periods: readonly number[];
  /** The amount of one unit of time times this many is meant. */
  readonly times: number;
}

function groupsOf(cells: Cells, per: PerUnit | undefined): Group[] {
  if (per === undefined) return [{ cells: cellsOf(cells), periods: cells.periods, times: 1 }];
  const { panel } = cells;
  return cells.periods.map((period) => ({
    cells: cellsOf({ ...cells, periods: [period] }),
    periods: [period],
    times: unitsInPeriod(panel, period, per),
  }));
}

/** How many days, weeks or months a period lasts; a day is its share of its own month. */
function unitsInPeriod({ dates, frequency }: Panel, period: number, per: PerUnit): number {
  if (per === "period") return 1;
  const [first, afterLast] = daysOfPeriod(dates[period], frequency);
  if (per === "day") return afterLast - first;
  if (per === "week") return (afterLast - first) / 7;
  if (frequency === "monthly") return 1;
  let months = 0;
  for (let day = first; day < afterLast; day += 1) months += 1 / daysOfMonth(day);
  return months;
}

function daysOfMonth(day: number): number {
  const month = monthNumber(day);
  return firstDayOfMonth(month + 1) - firstDayOfMonth(month);
}

function amountOf({ value }: Amount, { times }: Group): number {
  return value * times;
}

/**
 * Brings the money of each group of cells to `wanted(there, amount)`: in proportion to what is there, or where nothing is, evenly
 * over time and as the channels' whole spend lies on channels and geos.
 */
function distribute(
  plan: ScenarioPlan,
  channels: readonly number[],
  cells: Cells,
  amount: Amount,
  wanted: (there: number, amount: number) => number,
): Refusal | undefined {
  const unpriced = unpricedProblem(plan, channels, cells);
  if (unpriced !== undefined) return unpriced;
  for (const group of groupsOf(cells, amount.per)) {
    const there = total(plan, channels, group.cells);
    const target = wanted(there, amountOf(amount, group));
    if (target < 0) return tooMuch(-amount.value, there, nameList(channels, cells), cells, group);
    for (const channel of channels) {
      const media = plan.media[channel];
      if (there > 0) for (const cell of group.cells) scale(media, cell, target / there);
      else spreadEvenly(media, target * wholeShare(channel, channels, cells), group, cells, channel);
    }
  }
  return undefined;
}

/** Money laid on cells that have none: by days over time, over geos as the channel's whole spend. */
function spreadEvenly(media: PlannedChannel, money: number, group: Group, cells: Cells, channel: number): void {
  const { panel } = cells;
  const { dates } = panel;
  const ofGeos = cells.geos.map((geo) => wholeSpend(panel, channel, [geo]));
  const inGeos = ofGeos.reduce((sum, value) => sum + value, 0);
  const days = group.periods.map((period) => unitsInPeriod(panel, period, "day"));
  const allDays = days.reduce((sum, value) => sum + value, 0);
  cells.geos.forEach((geo, place) => {
    const share = inGeos > 0 ? ofGeos[place] / inGeos : 1 / cells.geos.length;
    group.periods.forEach((period, index) => {
      give(media, geo * dates.length + period, money * share * (days[index] / allDays));
    });
  });
}

/** A channel's part of what several channels spend over all periods. */
function wholeShare(channel: number, channels: readonly number[], { panel }: Cells): number {
  const geos = panel.geos.map((_, geo) => geo);
  const all = channels.reduce((sum, each) => sum + wholeSpend(panel, each, geos), 0);
  return all > 0 ? wholeSpend(panel, channel, geos) / all : 1 / channels.length;
}

function wholeSpend({ media, dates }: Panel, channel: number, geos: readonly number[]): number {
  let sum = 0;
  for (const geo of geos) {
    const { spend } = media[channel];
    for (let period = 0; period < dates.length; period += 1) sum += spend[geo * dates.length + period];
  }
  return sum;
}

/** How what is shifted is divided: as the receivers spend in the window, else as they spend on the whole. Sums to one. */
function receivingShares(plan: ScenarioPlan, to: readonly number[], cells: Cells): number[] {
  if (to.length === 1) return [1];
  const all = cellsOf(cells);
  const there = to.map((channel) => total(plan, [channel], all));
  const sum = there.reduce((left, right) => left + right, 0);
  return there.map((value, index) => (sum > 0 ? value / sum : wholeShare(to[index], to, cells)));
}

function total(plan: ScenarioPlan, channels: readonly number[], cells: readonly number[]): number {
  let sum = 0;
  for (const channel of channels) for (const cell of cells) sum += plan.media[channel].spend[cell];
  return sum;
}

function scale({ spend, exposure }: PlannedChannel, cell: number, factor: number): void {
  spend[cell] *= factor;
  exposure[cell] *= factor;
}

function give({ spend, exposure, exposurePerMoney }: PlannedChannel, cell: number, money: number): void {
  spend[cell] += money;
  exposure[cell] += money * exposurePerMoney[cell];
}

function cellsOf({ panel, periods, geos }: Cells): number[] {
  return geos.flatMap((geo) => periods.map((period) => geo * panel.dates.length + period));
}

function unpricedProblem(plan: ScenarioPlan, channels: readonly number[], cells: Cells): Refusal | undefined {
  const unpriced = channels.filter((channel) => plan.media[channel].exposurePerMoney.some(Number.isNaN));
  if (unpriced.length === 0) return undefined;
  return {
    code: "no-cost",
    found: `${nameList(unpriced, cells)} has never cost anything, so that what money buys there is not known`,
    remedy: "Change it by a percentage or a factor",
  };
}

function tooMuch(value: number, there: number, names: string, { panel }: Cells, { periods }: Group): Refusal {
  const when = periods.length === 1 ? ` in the period of ${panel.dates[periods[0]]}` : "";
  return {
    code: "more-than-all",
    found: `${plain(value)} is more than the ${plain(there)} that ${names} spends there${when}`,
    remedy: "Take less, or a percentage",
  };
}

function plain(value: number): string {
  return String(Number(value.toPrecision(12)));
}

function nameList(channels: readonly number[], { panel }: Cells): string {
  return channels.map((channel) => panel.media[channel].name).join(" and ");
}
