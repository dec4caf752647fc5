// Robyn's simulated weekly data with its tutorial's settings, and what its Python port found on them.
import { readFileSync } from "node:fs";
import type { Panel } from "../../src/data/panel.ts";
import type { RobynSpec } from "../../src/model/robyn-spec.ts";
import type { ModelSpec, PriorSpec } from "../../src/model/spec.ts";

const folder = new URL("../fixtures/robyn/", import.meta.url);

interface WeeklyData {
  readonly dates: readonly string[];
  readonly columns: Readonly<Record<string, readonly number[]>>;
}

interface PortSolution {
  readonly id: string;
  readonly hyperparameters: Readonly<Record<string, number>>;
  readonly lambda: number;
  readonly lambdaMax: number;
  readonly nrmse: number;
  readonly rssd: number;
  readonly rSquared: number;
  readonly coefficients: Readonly<Record<string, number>>;
  readonly shares: Readonly<Record<string, number>>;
  /** Of glmnet run to its last digit on the same columns. */
  readonly converged: Readonly<Record<string, number>>;
}

interface PortResults {
  readonly solutions: readonly PortSolution[];
  readonly firstFront: readonly (readonly [number, number])[];
  readonly small: {
    readonly iterations: number;
    readonly nrmse: readonly number[];
    readonly rssd: readonly number[];
    readonly cuts: Readonly<Record<string, readonly (readonly [number, number])[]>>;
    readonly fronts: number;
    readonly candidates: number;
  };
}

const weekly = JSON.parse(readFileSync(new URL("simulated-weekly.json", folder), "utf8")) as WeeklyData;

export const robynPort: PortResults = JSON.parse(readFileSync(new URL("robynpy.json", folder), "utf8"));

/** The tutorial's search; the values of decomposition columns are those of the data. */
const tutorial = JSON.parse(readFileSync(new URL("tutorial-search.json", folder), "utf8")) as RobynSpec;
const unused: PriorSpec = { distribution: "normal", mu: 0, sigma: 1 };

function column(name: string): Float64Array {
  return Float64Array.from(weekly.columns[name]);
}

/** 208 weeks, five channels, one organic series, two controls. */
export function robynWeeklyPanel(): Panel {
  const ones = new Float64Array(weekly.dates.length).fill(1);
  return {
    frequency: "weekly",
    dates: weekly.dates,
    geos: ["national"],
    population: Float64Array.of(1),
    kpi: { name: "revenue", values: column("revenue"), kind: "revenue", revenuePerKpi: ones },
    media: tutorial.media
      .filter(({ kind }) => kind === "paid")
      .map(({ name }) => ({ name, exposure: column(name), spend: column(name) })),
    controls: tutorial.regressors
      .filter(({ kind }) => kind === "control")
      .map(({ name }) => ({ name, values: column(name) })),
    organic: tutorial.media
      .filter(({ kind }) => kind === "organic")
      .map(({ name }) => ({ name, exposure: column(name) })),
    currency: "EUR",
    digest: "0123456789abcdef",
  };
}

/** The tutorial's search, changed as stated. */
export function robynWeeklySearch(changes: Partial<RobynSpec> = {}): RobynSpec {
  const regressors = tutorial.regressors.map((each) =>
    each.kind === "decomposition" ? { ...each, values: weekly.columns[each.name] } : each,
  );
  return { ...tutorial, regressors, ...changes };
}

export function robynWeeklySpec(changes: Partial<RobynSpec> = {}): ModelSpec {
  const panel = robynWeeklyPanel();
  return {
    kind: "robyn",
    channels: [],
    intercept: unused,
    trend: { kind: "none", prior: unused },
    seasonality: { yearlyOrder: 0, anchor: "calendar", prior: unused, dayOfWeek: false, dayOfWeekPrior: unused },
    holidays: { country: null, prior: unused },
    controls: {},
    noise: unused,
    scales: {
      kpi: 1,
      media: panel.media.map(() => 1),
      spend: panel.media.map(() => 1),
      controls: panel.controls.map(() => ({ center: 0, scale: 1 })),
      trainedFrom: panel.dates[0],
      trainedPeriods: panel.dates.length,
    },
    robyn: robynWeeklySearch(changes),
    dataDigest: panel.digest,
  };
}
