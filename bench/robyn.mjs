// Section "robyn": the search of five trials of 2000 models on Robyn's simulated weekly data, regressors as its Python port had them.
import { readFileSync } from "node:fs";

const fixtures = new URL("../packages/mmm/test/fixtures/robyn/", import.meta.url);
const read = (name) => JSON.parse(readFileSync(new URL(name, fixtures), "utf8"));

/** Of robynpy 0.3.6 with the same search, measured once on two cores of an AMD EPYC that did nothing else: seconds. */
const port = { searchSeconds: 311.8, selectionSeconds: 23.2 };

/** The tutorial's ranges of what carries over. */
const thetas = {
  tv_S: [0.3, 0.8],
  ooh_S: [0.1, 0.4],
  print_S: [0.1, 0.4],
  facebook_S: [0, 0.3],
  search_S: [0, 0.3],
  newsletter: [0.1, 0.4],
};
const organic = "newsletter";
const parts = ["trend", "season", "holiday"];
const controls = ["competitor_sales_B", "events"];

/** @returns seconds of the search and of the selection, the median of some, and the areas that its and the port's fronts dominate */
export async function measureRobyn({ isQuick }) {
  const [{ searchModels }, { workerTaskRunner }] = await Promise.all([
    import("@carryover/mmm"),
    import("@carryover/engine/tasks"),
  ]);
  const { dates, columns } = read("simulated-weekly.json");
  const iterations = isQuick ? 200 : 2000;
  const spec = { kind: "robyn", robyn: searchSpec(columns, iterations) };
  const panel = panelOf(dates, columns);
  const module = import.meta.resolve("@carryover/mmm/robyn-search");
  const results = [];
  for (let turn = 0; turn < (isQuick ? 1 : 5); turn += 1) {
    results.push(await searchModels(panel, spec, { runner: workerTaskRunner(module) }));
  }
  const median = (key) => results.map((each) => each[key]).toSorted((a, b) => a - b)[results.length >> 1];
  const searchSeconds = median("searchSeconds");
  const selectionSeconds = median("selectionSeconds");
  return {
    robyn: {
      models: 5 * iterations,
      searchSeconds,
      selectionSeconds,
      modelMicroseconds: (1e6 * searchSeconds) / (5 * iterations),
      hypervolume: results[0].hypervolume,
      port: { ...port, models: 10000, hypervolume: areaBelowOne(read("robynpy.json").firstFront) },
      searchRatio: (port.searchSeconds * iterations) / 2000 / searchSeconds,
    },
  };
}

function panelOf(dates, columns) {
  const series = (name) => Float64Array.from(columns[name]);
  const paid = Object.keys(thetas).filter((name) => name !== organic);
  return {
    frequency: "weekly",
    dates,
    geos: ["national"],
    population: Float64Array.of(1),
    kpi: {
      name: "revenue",
      values: series("revenue"),
      kind: "revenue",
      revenuePerKpi: new Float64Array(dates.length).fill(1),
    },
    media: paid.map((name) => ({ name, exposure: series(name), spend: series(name) })),
    organic: [{ name: organic, exposure: series(organic) }],
    controls: controls.map((name) => ({ name, values: series(name) })),
    currency: "EUR",
    digest: "0000000000000000",
  };
}

function searchSpec(columns, iterations) {
  return {
    window: { from: 6, to: 163 },
    adstock: "geometric",
    adstockPeriods: 208,
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
      ...parts.map((name) => ({ name, kind: "decomposition", sign: "default", values: columns[name] })),
      ...controls.map((name) => ({ name, kind: "control", sign: "default" })),
    ],
    penalty: { mixing: 0, lambda: [0, 1], lambdaMinRatio: 0.0001, searchFactors: false },
    intercept: "non-negative",
    lifts: [],
    objectives: { weights: { nrmse: 1, rssd: 1, mapeLift: 1 }, zeroEffectPenalty: true },
    search: { trials: 5, iterations, seed: 123, fronts: "auto", candidates: 100, clusters: "auto" },
  };
}

/** Of a front by rising first coordinate. */
function areaBelowOne(front) {
  let lowest = 1;
  let area = 0;
  for (const [nrmse, rssd] of front.toSorted((a, b) => a[0] - b[0])) {
    if (rssd >= lowest) continue;
    area += (lowest - rssd) * (1 - nrmse);
    lowest = rssd;
  }
  return area;
}
