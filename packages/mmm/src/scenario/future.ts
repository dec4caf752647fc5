// The periods after the data: media, controls and the worth of the KPI from a table or by a stated rule, never by a silent one.
import { meanOf } from "../analysis/estimates.ts";
import { formatList } from "../analysis/format.ts";
import { dateRange } from "../calendar/dates.ts";
import { yearInPeriods } from "../calendar/periods.ts";
import type { Continuation } from "../data/continue-panel.ts";
import type { Frequency, Panel } from "../data/panel.ts";
import { type Problem, SpecError } from "../errors.ts";
import type { FutureTable } from "./future-table.ts";

/** As in the same periods a year before; or as on the mean of the last four weeks (three months of monthly data). */
export type MediaRule = "last-year" | "recent";

/** As in the same periods a year before; as last known; or a number. */
export type ControlRule = "last-year" | "hold" | number;

export interface FutureRules {
  readonly media?: MediaRule | undefined;
  /** Of the controls and treatments that `control` does not name. */
  readonly controls?: ControlRule | undefined;
  readonly control?: Readonly<Record<string, ControlRule>>;
  /** Of the money per unit of KPI, where it varies. */
  readonly value?: ControlRule | undefined;
}

export interface Future {
  readonly continuation: Continuation;
  /** One sentence for each thing that was assumed, for the reader. */
  readonly assumptions: readonly string[];
}

export interface FutureRequest {
  readonly panel: Panel;
  /** Periods after the data that are planned. */
  readonly periods: number;
  /** Periods after those, in which there are no media and controls stay: there to count what is carried out of the plan. */
  readonly tail: number;
  readonly rules: FutureRules;
  /** Values known beforehand. */
  readonly table?: FutureTable | undefined;
}

const recentPeriods: Readonly<Record<Frequency, number>> = { daily: 28, weekly: 4, monthly: 3 };
const recentWords: Readonly<Record<Frequency, string>> = {
  daily: "28 days",
  weekly: "four weeks",
  monthly: "three months",
};

/** @throws SpecError naming every series whose future is neither in the table nor covered by a rule */
export function futureOf(request: FutureRequest): Future {
  const { panel, periods, tail, rules, table } = request;
  const dates = dateRange(panel.dates[0], panel.dates.length + periods + tail, panel.frequency).slice(
    panel.dates.length,
  );
  const lastDate = dates[periods - 1] ?? panel.dates.at(-1) ?? "";
  const problems: Problem[] = [];
  const assumed: Assumption[] = [];
  const filler = new Filler(request, lastDate, problems, assumed);

  const media = panel.media.map(({ name, spend, exposure, frequency }) => {
    const known = table?.media.get(name);
    const option = "--future-media last-year or --future-media recent";
    const what = { name, noun: `channel "${name}"`, option, rule: rules.media };
    const money = filler.fill(spend, known?.spend, what);
    const repeat = { ...what, isRepeat: true };
    const shown = exposure === spend ? money : filler.fill(exposure, known?.exposure, repeat);
    if (frequency === undefined) return { spend: money, exposure: shown };
    return { spend: money, exposure: shown, frequency: filler.fill(frequency, known?.frequency, repeat) };
  });
  const organic = (panel.organic ?? []).map(({ name, exposure, frequency }) => {
    const known = table?.organic.get(name);
    const option = "--future-media last-year or --future-media recent";
    const what = { name, noun: `organic channel "${name}"`, option, rule: rules.media };
    const shown = filler.fill(exposure, known?.exposure, what);
    if (frequency === undefined) return { exposure: shown };
    return { exposure: shown, frequency: filler.fill(frequency, known?.frequency, { ...what, isRepeat: true }) };
  });
  const context = (kind: string, name: string, values: Float64Array, known: Float64Array | undefined): Float64Array => {
    const rule = rules.control?.[name] ?? rules.controls;
    const option = `--future-controls hold, last-year or ${name}=NUMBER`;
    return filler.fill(values, known, { name, noun: `${kind} "${name}"`, option, rule });
  };
  const controls = panel.controls.map(({ name, values }) =>
    context("control", name, values, table?.controls.get(name)),
  );
  const treatments = (panel.treatments ?? []).map(({ name, values }) =>
    context("treatment", name, values, table?.treatments.get(name)),
  );
  const worth = panel.kpi.revenuePerKpi;
  const isConstant = worth.every((value) => value === worth[0]);
  const revenuePerKpi = filler.fill(worth, table?.revenuePerKpi, {
    name: "the money per unit of KPI",
    noun: "the money per unit of KPI",
    option: "--future-value hold, last-year or NUMBER",
    rule: rules.value ?? (isConstant ? "hold" : undefined),
    isRepeat: isConstant && rules.value === undefined,
  });
  if (problems.length > 0) throw new SpecError(problems);

  const withTail = (values: Float64Array, after: "hold" | "none"): Float64Array => {
    const all = new Float64Array(panel.geos.length * dates.length); // (geo, new time)
    const known = panel.dates.length;
    panel.geos.forEach((_, geo) => {
      const own = values.subarray(geo * (known + periods) + known, (geo + 1) * (known + periods));
      all.set(own, geo * dates.length);
      if (after === "hold") {
        const last = values[(geo + 1) * (known + periods) - 1];
        all.fill(last, geo * dates.length + periods, (geo + 1) * dates.length);
      }
    });
    return all;
  };
  return {
    continuation: {
      dates,
      media: media.map(({ spend, exposure, frequency }) => {
        const money = withTail(spend, "none");
        const shown = exposure === spend ? money : withTail(exposure, "none");
        if (frequency === undefined) return { spend: money, exposure: shown };
        return { spend: money, exposure: shown, frequency: withTail(frequency, "hold") };
      }),
      controls: controls.map((values) => withTail(values, "hold")),
      organic: organic.map(({ exposure, frequency }) => ({
        exposure: withTail(exposure, "hold"),
        ...(frequency === undefined ? {} : { frequency: withTail(frequency, "hold") }),
      })),
      treatments: treatments.map((values) => withTail(values, "hold")),
      revenuePerKpi: withTail(revenuePerKpi, "hold"),
    },
    assumptions: sentences(assumed),
  };
}

/** How one series goes on after a date. */
interface Assumption {
  readonly after: string;
  readonly how: string;
  readonly name: string;
}

/** One sentence for all series that go on alike. */
function sentences(assumed: readonly Assumption[]): string[] {
  const alike = new Map<string, Assumption[]>();
  for (const each of assumed) {
    const key = `${each.after} ${each.how}`;
    alike.set(key, [...(alike.get(key) ?? []), each]);
  }
  return [...alike.values()].map((group) => {
    const names = group.map(({ name }) => name);
    return `After ${group[0].after}: ${formatList(names, names.length)} ${group[0].how}.`;
  });
}

interface Filled {
  readonly name: string;
  /** The name with what it is. */
  readonly noun: string;
  /** The options that would cover it. */
  readonly option: string;
  readonly rule: MediaRule | ControlRule | undefined;
  /** Not said again: it goes with what was said before. */
  readonly isRepeat?: boolean;
}

/** Carries series on from history: what the table knows first, then the rule. */
class Filler {
  readonly #request: FutureRequest;
  readonly #lastDate: string;
  readonly #problems: Problem[];
  readonly #assumed: Assumption[];

  constructor(request: FutureRequest, lastDate: string, problems: Problem[], assumed: Assumption[]) {
    this.#request = request;
    this.#lastDate = lastDate;
    this.#problems = problems;
    this.#assumed = assumed;
  }

  /**
   * History and future, (geo, time).
   * @param ahead  (geo, periods) after the data, NaN where not known
   */
  fill(history: Float64Array, ahead: Float64Array | undefined, what: Filled): Float64Array {
    const { panel, periods } = this.#request;
    const known = panel.dates.length;
    const length = known + periods;
    const values = new Float64Array(panel.geos.length * length).fill(Number.NaN);
    panel.geos.forEach((_, geo) => {
      values.set(history.subarray(geo * known, (geo + 1) * known), geo * length);
      if (ahead !== undefined) values.set(ahead.subarray(geo * periods, (geo + 1) * periods), geo * length + known);
    });
    if (periods === 0) return values;
    const covered = coveredPeriods(values, panel.geos.length, length, known);
    if (covered < length) this.#continue(values, covered, what);
    return values;
  }

  #continue(values: Float64Array, covered: number, what: Filled): void {
    const { panel } = this.#request;
    const { frequency, geos } = panel;
    const length = values.length / geos.length;
    const { rule, name, noun } = what;
    const back = yearInPeriods[frequency];
    const known = this.#dateOf(covered - 1);
    if (values.some((value, index) => index % length > covered && !Number.isNaN(value))) {
      const found = `${noun} has no value on ${this.#dateOf(covered)}, but has some later`;
      this.#problem(what, found, "Fill the gap in the file of future values");
    } else if (rule === undefined) {
      const found = `${noun} is known to ${known}, the horizon ends on ${this.#lastDate}`;
      const remedy = `Give its values with --future FILE, or say what to assume: ${what.option}; or shorten the horizon`;
      this.#problem(what, found, remedy);
    } else if (rule === "last-year" && panel.dates.length < back) {
      this.#problem(what, `${noun} has no year of history to repeat`, "Use another rule, or give the values");
    } else {
      for (let geo = 0; geo < geos.length; geo += 1) {
        const own = values.subarray(geo * length, (geo + 1) * length);
        const recent = own.subarray(Math.max(0, covered - recentPeriods[frequency]), covered);
        for (let time = covered; time < length; time += 1) {
          if (typeof rule === "number") own[time] = rule;
          else if (rule === "hold") own[time] = own[time - 1];
          else own[time] = rule === "recent" ? meanOf(recent) : own[time - back];
        }
      }
      if (what.isRepeat !== true) this.#assumed.push({ after: known, how: this.#how(rule), name });
    }
  }

  #how(rule: MediaRule | ControlRule): string {
    if (typeof rule === "number") return `at ${rule}`;
    return {
      hold: "as last known",
      "last-year": "as in the same periods a year before",
      recent: `as on the mean of the last ${recentWords[this.#request.panel.frequency]}`,
    }[rule];
  }

  #problem({ noun, isRepeat }: Filled, found: string, remedy: string): void {
    if (isRepeat === true) return;
    this.#problems.push({ code: "unknown-future", severity: "error", value: noun, found, remedy });
  }

  #dateOf(period: number): string {
    const { panel } = this.#request;
    return dateRange(panel.dates[0], period + 1, panel.frequency).at(-1) ?? "";
  }
}

/** Periods from the first for which every geo has a value. */
function coveredPeriods(values: Float64Array, geos: number, length: number, known: number): number {
  for (let time = known; time < length; time += 1) {
    for (let geo = 0; geo < geos; geo += 1) if (Number.isNaN(values[geo * length + time])) return time;
  }
  return length;
}
