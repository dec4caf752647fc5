// Whether a panel continues another: what is different in kind, and which past values are no longer what they were.
import { nearestKey } from "../data/config/nearest-key.ts";
import type { Panel } from "../data/panel.ts";
import type { Problem } from "../errors.ts";

/** A series whose past was changed after the earlier run had read it. */
export interface Restatement {
  readonly series:
    | "kpi"
    | "revenue-per-kpi"
    | "spend"
    | "exposure"
    | "frequency"
    | "control"
    | "treatment"
    | "population"
    | "history";
  /** Of the KPI, the channel, the treatment or the control. */
  readonly name: string;
  /** How many of the past cells differ, and of how many. */
  readonly cells: number;
  readonly of: number;
  /** Sums over the past, of what is known of it, before and now. */
  readonly before: number;
  readonly after: number;
  /** The cell that differs most. Its date is null for what does not change over time. */
  readonly largest: {
    readonly date: string | null;
    readonly geo: string | null;
    readonly before: number;
    readonly after: number;
  };
}

/** Relative difference below which two numbers are the same number, written and read again. */
const readingError = 1e-9;

/**
 * What makes `next` another data set than a continuation of `previous`: other channels, controls, geos, KPI, currency,
 * frequency, dates. Empty for one that can be refreshed.
 */
export function continuityProblems(previous: Panel, next: Panel): Problem[] {
  const problems: Problem[] = [];
  const add = (code: string, found: string, remedy: string): void => {
    problems.push({ code, severity: "error", found, remedy });
  };
  const differs = (what: string, before: string, after: string): void => {
    if (before === after) return;
    add(
      "refresh-other-data",
      `the ${what} was ${before} in the run and is ${after} now`,
      `Give data whose ${what} is ${before}, or train a new run`,
    );
  };
  differs("frequency", previous.frequency, next.frequency);
  differs("KPI", `"${previous.kpi.name}"`, `"${next.kpi.name}"`);
  differs("kind of KPI", previous.kpi.kind, next.kpi.kind);
  differs("currency", previous.currency, next.currency);
  problems.push(
    ...nameProblems("channel", names(previous.media), names(next.media)),
    ...nameProblems("organic channel", names(previous.organic ?? []), names(next.organic ?? [])),
    ...nameProblems("treatment", names(previous.treatments ?? []), names(next.treatments ?? [])),
    ...nameProblems("control", names(previous.controls), names(next.controls)),
    ...nameProblems("geo", previous.geos, next.geos),
  );
  for (const { name, frequency } of [...previous.media, ...(previous.organic ?? [])]) {
    const now = [...next.media, ...(next.organic ?? [])].find((media) => media.name === name);
    if (now === undefined || (now.frequency === undefined) === (frequency === undefined)) continue;
    const [was, is] = [frequency, now.frequency].map((each) => (each === undefined ? "is none" : "is given"));
    add(
      "refresh-other-data",
      `channel "${name}" had reach of which the frequency ${was} in the run, and ${is} now`,
      "Keep its exposure as it was, or train a new run",
    );
  }
  if (previous.frequency === next.frequency) problems.push(...dateProblems(previous, next));
  return problems;
}

/** Every series of the past that differs; both panels have the same series and `next` begins where `previous` does. */
export function restatements(previous: Panel, next: Panel): Restatement[] {
  const compare = (
    series: Restatement["series"],
    name: string,
    before: Float64Array,
    after: Float64Array,
  ): Restatement[] => compareSeries({ previous, next, series, name, before, after });
  return [
    ...compare("kpi", previous.kpi.name, previous.kpi.values, next.kpi.values),
    ...compare("revenue-per-kpi", previous.kpi.name, previous.kpi.revenuePerKpi, next.kpi.revenuePerKpi),
    ...previous.media.flatMap(({ name, spend, exposure, frequency }, index) => {
      const now = next.media[index];
      const isSpend = exposure === spend && now.exposure === now.spend;
      return [
        ...compare("spend", name, spend, now.spend),
        ...(isSpend ? [] : compare("exposure", name, exposure, now.exposure)),
        ...(frequency === undefined || now.frequency === undefined
          ? []
          : compare("frequency", name, frequency, now.frequency)),
      ];
    }),
    ...(previous.organic ?? []).flatMap(({ name, exposure, frequency }, index) => {
      const now = next.organic?.[index];
      if (now === undefined) return [];
      return [
        ...compare("exposure", name, exposure, now.exposure),
        ...(frequency === undefined || now.frequency === undefined
          ? []
          : compare("frequency", name, frequency, now.frequency)),
      ];
    }),
    ...(previous.treatments ?? []).flatMap(({ name, values }, index) => {
      const now = next.treatments?.[index];
      return now === undefined ? [] : compare("treatment", name, values, now.values);
    }),
    ...previous.controls.flatMap(({ name, values }, index) =>
      compare("control", name, values, next.controls[index].values),
    ),
    ...comparePopulation(previous, next),
    ...compareHistory(previous, next),
  ];
}

/** Exposure before the panels' first period; a history that is shorter or gone is one of zeros there. */
function compareHistory(previous: Panel, next: Panel): Restatement[] {
  const periods = Math.max(previous.history?.periods ?? 0, next.history?.periods ?? 0);
  const geos = previous.geos.length;
  const before = (panel: Panel, index: number): Float64Array => {
    const values = new Float64Array(geos * periods);
    const known = panel.history?.periods ?? 0;
    const exposure = panel.history?.media[index]?.exposure ?? new Float64Array(0);
    for (let geo = 0; geo < geos && exposure.length > 0; geo += 1) {
      values.set(exposure.subarray(geo * known, (geo + 1) * known), (geo + 1) * periods - known);
    }
    return values;
  };
  if (periods === 0) return [];
  return previous.media.flatMap(({ name }, index): Restatement[] => {
    const [was, is] = [before(previous, index), before(next, index)];
    const cells = was.reduce((count, value, cell) => count + (isSame(value, is[cell]) ? 0 : 1), 0);
    if (cells === 0) return [];
    const total = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0);
    const worst = was.reduce(
      (found, value, cell) => (Math.abs(is[cell] - value) > Math.abs(is[found] - was[found]) ? cell : found),
      0,
    );
    const geo = geos === 1 ? null : previous.geos[Math.floor(worst / periods)];
    return [
      {
        series: "history",
        name,
        cells,
        of: was.length,
        before: total(was),
        after: total(is),
        largest: { date: null, geo, before: was[worst], after: is[worst] },
      },
    ];
  });
}

/** What a restatement is called where it stands in the way. */
export function restatementProblem(restated: Restatement): Problem {
  const { cells, of, before, after, largest } = restated;
  return {
    code: "restated-history",
    severity: "error",
    column: restatedSeries(restated),
    ...(largest.date === null ? {} : { date: largest.date }),
    ...(largest.geo === null ? {} : { geo: largest.geo }),
    value: String(largest.after),
    found: `${cells} of ${of} past values are not what the run was fitted to, in sum ${short(after)} where it was ${short(before)}; the largest difference is here, ${short(largest.after)} where it was ${short(largest.before)}`,
    remedy: "Give the past as it was, or take the changes with --accept-restated",
  };
}

/** `spend of tv`, `price`, `revenue`. */
export function restatedSeries({ series, name }: Pick<Restatement, "series" | "name">): string {
  switch (series) {
    case "spend":
    case "exposure":
    case "frequency":
      return `${series} of ${name}`;
    case "history":
      return `media of ${name} before the data`;
    case "revenue-per-kpi":
      return `money per unit of ${name}`;
    case "population":
      return "population";
    default:
      return name;
  }
}

function nameProblems(what: string, before: readonly string[], after: readonly string[]): Problem[] {
  const gone = before.filter((name) => !after.includes(name));
  const added = after.filter((name) => !before.includes(name));
  const problems = gone.map((name): Problem => {
    const renamed = nearestKey(name, added);
    const hint = renamed === undefined ? "" : `; "${renamed}" is new, and may be it under another name`;
    return {
      code: "refresh-series-gone",
      severity: "error",
      found: `${what} "${name}" of the run is not in the data${hint}`,
      remedy: `Put it back under its name, or train a new run without it`,
    };
  });
  for (const name of added) {
    problems.push({
      code: "refresh-series-added",
      severity: "error",
      found: `${what} "${name}" is not in the run: its parameters have no scale and no past`,
      remedy: "Leave it out, or train a new run with it",
    });
  }
  if (problems.length === 0 && before.some((name, index) => name !== after[index])) {
    problems.push({
      code: "refresh-series-order",
      severity: "error",
      found: `the ${what}s are in another order: ${after.join(", ")} where the run has ${before.join(", ")}`,
      remedy: "Keep the run's order",
    });
  }
  return problems;
}

function dateProblems(previous: Panel, next: Panel): Problem[] {
  const [first, last] = [previous.dates[0], previous.dates[previous.dates.length - 1]];
  const problem = (found: string, remedy: string): Problem[] => [
    { code: "refresh-dates", severity: "error", found, remedy },
  ];
  if (next.dates[0] < first) {
    return problem(
      `the data begin on ${next.dates[0]}, before the run's ${first}: its rows are counted from there`,
      `Leave out what is before ${first}, or train a new run`,
    );
  }
  const end = next.dates[next.dates.length - 1];
  if (end < last) {
    return problem(`the data end on ${end}, before the run's ${last}`, `Give data that reach ${last} at least`);
  }
  const misplaced = previous.dates.findIndex((date, row) => next.dates[row] !== date);
  if (misplaced < 0) return [];
  return problem(
    `the data have ${next.dates[misplaced]} where the run has ${previous.dates[misplaced]}`,
    "Keep the periods' first days as they were",
  );
}

interface SeriesComparison {
  readonly previous: Panel;
  readonly next: Panel;
  readonly series: Restatement["series"];
  readonly name: string;
  readonly before: Float64Array;
  readonly after: Float64Array;
}

function compareSeries({ previous, next, series, name, before, after }: SeriesComparison): Restatement[] {
  const { dates, geos } = previous;
  const [periods, now] = [dates.length, next.dates.length];
  const sums = { before: 0, after: 0 };
  let cells = 0;
  let largest: Restatement["largest"] | undefined;
  for (let geo = 0; geo < geos.length; geo += 1) {
    for (let t = 0; t < periods; t += 1) {
      const [was, is] = [before[geo * periods + t], after[geo * now + t]];
      if (!Number.isNaN(was)) sums.before += was;
      if (!Number.isNaN(is)) sums.after += is;
      if (isSame(was, is)) continue;
      cells += 1;
      // What became known, or is no longer known, is by no amount larger than another difference.
      const isLarger = largest === undefined || Math.abs(is - was) > Math.abs(largest.after - largest.before);
      if (!isLarger) continue;
      largest = { date: dates[t], geo: geos.length === 1 ? null : geos[geo], before: was, after: is };
    }
  }
  return largest === undefined ? [] : [{ series, name, cells, of: geos.length * periods, ...sums, largest }];
}

function comparePopulation({ population, geos }: Panel, next: Panel): Restatement[] {
  const changed = geos.flatMap((geo, index) => {
    const [before, after] = [population[index], next.population[index]];
    return isSame(before, after) ? [] : [{ date: null, geo, before, after }];
  });
  if (changed.length === 0) return [];
  const total = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0);
  const largest = changed.reduce((most, each) =>
    Math.abs(each.after - each.before) > Math.abs(most.after - most.before) ? each : most,
  );
  return [
    {
      series: "population",
      name: "population",
      cells: changed.length,
      of: geos.length,
      before: total(population),
      after: total(next.population),
      largest,
    },
  ];
}

/** Unknown values are the same as unknown values. */
function isSame(before: number, after: number): boolean {
  if (Number.isNaN(before)) return Number.isNaN(after);
  return Math.abs(after - before) <= readingError * Math.max(Math.abs(before), Math.abs(after));
}

function names(series: readonly { readonly name: string }[]): string[] {
  return series.map(({ name }) => name);
}

function short(value: number): string {
  return String(Number(value.toPrecision(6)));
}
