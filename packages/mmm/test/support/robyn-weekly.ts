// Robyn's simulated weekly data with its tutorial's settings, and what its Python port found on them.
import { readFileSync } from "node:fs";
import type { Panel } from "../../src/data/panel.ts";
import type { RobynBounds, RobynRegressorSpec, RobynSpec } from "../../src/model/robyn-spec.ts";
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

/** Carry-over ranges of the tutorial; the last series is organic. */
const thetas: Readonly<Record<string, RobynBounds>> = {
  tv_S: [0.3, 0.8],
  ooh_S: [0.1, 0.4],
  print_S: [0.1, 0.4],
  facebook_S: [0, 0.3],
  search_S: [0, 0.3],
  newsletter: [0.1, 0.4],
};
const organic = "newsletter";
const controls = ["competitor_sales_B", "events"];
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
    media: Object.keys(thetas)
      .filter((name) => name !== organic)
      .map((name) => ({ name, exposure: column(name), spend: column(name) })),
    controls: controls.map((name) => ({ name, values: column(name) })),
    organic: [{ name: organic, exposure: column(organic) }],
    currency: "EUR",
    digest: "0123456789abcdef",
  };
}

/** The tutorial's search, changed as stated. */
export function robynWeeklySearch(changes: Partial<RobynSpec> = {}): RobynSpec {
  return {
    window: { from: 6, to: 163 },
    adstock: "geometric",
    adstockPeriods: weekly.dates.length,
    media: Object.entries(thetas).map(([name, theta]) => ({
      name,
      kind: name === organic ? "organic" : "paid",
      sign: "positive",
      costPerExposure: 1,
      alpha: [0.5, 3],
      gamma: [0.3, 1],
      theta,
    })),
    regressors: [
      ...["trend", "season", "holiday"].map(
        (name): RobynRegressorSpec => ({ name, kind: "decomposition", sign: "default", values: weekly.columns[name] }),
      ),
      ...controls.map((name): RobynRegressorSpec => ({ name, kind: "control", sign: "default" })),
    ],
    penalty: { mixing: 0, lambda: [0, 1], lambdaMinRatio: 0.0001, searchFactors: false },
    intercept: "non-negative",
    lifts: [],
    objectives: { weights: { nrmse: 1, rssd: 1, mapeLift: 1 }, zeroEffectPenalty: true },
    search: { trials: 5, iterations: 2000, seed: 123, fronts: "auto", candidates: 100, clusters: "auto" },
    ...changes,
  };
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
