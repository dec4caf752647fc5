// Section "robyn": the search of five trials of 2000 models on Robyn's simulated weekly data, regressors as its Python port had them.
import { readFileSync } from "node:fs";

const fixtures = new URL("../packages/mmm/test/fixtures/robyn/", import.meta.url);
const read = (name) => JSON.parse(readFileSync(new URL(name, fixtures), "utf8"));

/** Of robynpy 0.3.6 with the same search, measured once on two cores of an AMD EPYC that did nothing else: seconds. */
const port = { searchSeconds: 311.8, selectionSeconds: 23.2 };

/** @returns seconds of the search and of the selection, the median of some, and the areas that its and the port's fronts dominate */
export async function measureRobyn({ isQuick }) {
  const [{ searchModels }, { workerTaskRunner }] = await Promise.all([
    import("@carryover/mmm"),
    import("@carryover/engine/tasks"),
  ]);
  const { dates, columns } = read("simulated-weekly.json");
  const iterations = isQuick ? 200 : 2000;
  const robyn = searchSpec(columns, iterations);
  const spec = { kind: "robyn", robyn };
  const panel = panelOf(dates, columns, robyn);
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

function panelOf(dates, columns, { media, regressors }) {
  const series = (name) => Float64Array.from(columns[name]);
  const paid = media.filter(({ kind }) => kind === "paid");
  const organic = media.filter(({ kind }) => kind === "organic");
  const controls = regressors.filter(({ kind }) => kind === "control");
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
    media: paid.map(({ name }) => ({ name, exposure: series(name), spend: series(name) })),
    organic: organic.map(({ name }) => ({ name, exposure: series(name) })),
    controls: controls.map(({ name }) => ({ name, values: series(name) })),
    currency: "EUR",
    digest: "0000000000000000",
  };
}

function searchSpec(columns, iterations) {
  const tutorial = read("tutorial-search.json");
  return {
    ...tutorial,
    regressors: tutorial.regressors.map((each) =>
      each.kind === "decomposition" ? { ...each, values: columns[each.name] } : each,
    ),
    search: { ...tutorial.search, iterations },
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
