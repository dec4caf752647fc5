// The exploration against Meridian 2.1's own numbers, and against data made to fail each check.
import { readFile } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { dateRange } from "../../src/calendar/dates.ts";
import type { Panel } from "../../src/data/panel.ts";
import type { Exploration, ExplorationFinding } from "../../src/explore/exploration.ts";
import { exploreData, withPrior } from "../../src/explore/explore-data.ts";
import { explainedByGroups, outlierBounds, rankCorrelation, varianceInflations } from "../../src/explore/statistics.ts";
import { resolveSpec } from "../../src/model/resolve-spec.ts";
import { explorationChapter } from "../../src/report/chapter-exploration.ts";
import { priorBeliefs } from "../../src/trust/prior-beliefs.ts";
import { geoWorld } from "../support/geo-panel.ts";
import { smallWorld } from "../support/small-panel.ts";

type Numbers = Readonly<Record<string, number | null>>;
interface PackageResult {
  readonly corr: Numbers;
  readonly vif: Numbers;
  readonly std: readonly { readonly variable: string; readonly outliers: number; readonly zero: number }[];
  readonly outliers_by_var: Numbers;
  readonly zero_by_var: Numbers;
  readonly cost_inconsistent: number;
  readonly cost_outliers: Numbers;
  readonly r2geo?: Numbers;
  readonly r2time?: Numbers;
  readonly pop?: Readonly<Record<string, Numbers>>;
  readonly popraw?: Readonly<Record<string, Numbers>>;
  readonly ratio: Readonly<Record<"g" | "t" | "k" | "c" | "tr", number>>;
}
interface Fixture {
  readonly geos: readonly string[];
  readonly dates: readonly string[];
  readonly population: readonly number[];
  readonly columns: Readonly<Record<string, readonly number[]>>;
  readonly results: Readonly<Record<"geo" | "national", PackageResult>>;
}

const path = new URL("../fixtures/meridian-exploration.json", import.meta.url);
const fixture: Fixture = JSON.parse(await readFile(path, "utf8"));
const { panel: some } = geoWorld({ geos: 2, periods: 21 });

function fixturePanel(level: "geo" | "national"): Panel {
  const isGeo = level === "geo";
  const cells = fixture.dates.length * (isGeo ? fixture.geos.length : 1);
  const column = (name: string): Float64Array => Float64Array.from(fixture.columns[name].slice(0, cells));
  const series = (name: string) => ({ name, values: column(name) });
  return {
    ...some,
    geos: isGeo ? fixture.geos : ["national"],
    dates: fixture.dates,
    population: isGeo ? Float64Array.from(fixture.population) : Float64Array.of(1),
    kpi: { ...some.kpi, name: "kpi", values: column("kpi"), revenuePerKpi: new Float64Array(cells).fill(2) },
    media: [
      { name: "A", exposure: column("A"), spend: column("cA") },
      { name: "B", exposure: column("B"), spend: column("cB") },
      ...(isGeo ? [{ name: "R", exposure: column("R"), frequency: column("F"), spend: column("cR") }] : []),
    ],
    organic: isGeo ? [{ name: "O", exposure: column("O") }] : [],
    treatments: isGeo ? [{ name: "P", values: column("P"), baseline: 0 }] : [],
    controls: (isGeo ? ["x1", "x2", "x3"] : ["x1", "x2"]).map(series),
  };
}

const finding = ({ findings }: Exploration, check: ExplorationFinding["check"]): ExplorationFinding => {
  const found = findings.find((each) => each.check === check);
  if (found === undefined) throw new Error(`no finding ${check}`);
  return found;
};

describe.each(["geo", "national"] as const)("on %s data", (level) => {
  const panel = fixturePanel(level);
  const stated = fixture.results[level];
  const explored = exploreData(panel, { knots: stated.ratio.k });
  const near = (found: number | null, value: number | null): void => {
    if (value === null || found === null) expect(found).toBe(value);
    else expect(Math.abs(found - value)).toBeLessThanOrEqual(1e-8 * Math.max(1, Math.abs(value)));
  };
  const named = (tables: Readonly<Record<string, Numbers>> | undefined, name: string): number | null =>
    Object.values(tables ?? {}).find((table) => name in table)?.[name] ?? null;

  test("correlations, inflations, R² and population correlations are the package's", () => {
    for (const { left, right, correlation } of explored.pairs) {
      near(correlation, stated.corr[`${left}|${right}`] ?? stated.corr[`${right}|${left}`]);
    }
    for (const each of explored.variables) {
      near(each.varianceInflation, stated.vif[each.name]);
      near(each.explainedByGeo, stated.r2geo?.[each.name] ?? null);
      near(each.explainedByTime, stated.r2time?.[each.name] ?? null);
      near(each.populationScaled, named(stated.pop, each.name));
      near(each.populationRaw, named(stated.popraw, each.name));
    }
    expect(explored.variables).toHaveLength(Object.keys(stated.vif).length);
  });

  test("outliers, series that do not vary and odd costs are as many as the package's", () => {
    const of = (name: string, group?: string) =>
      explored.series.find((each) => each.name === name && (group === undefined || each.group === group))!;
    for (const { name, group } of explored.variables) {
      expect(of(name, group).outliers).toBe(stated.outliers_by_var[name] ?? 0);
      expect(of(name, group).constantGeos).toHaveLength(stated.zero_by_var[name] ?? 0);
    }
    const total = (variable: string): number | undefined =>
      stated.std.find((each) => each.variable.includes(variable))?.outliers;
    expect(of("kpi").outliers).toBe(total("kpi_scaled"));
    if (level === "geo") {
      expect(of("R", "reach").outliers).toBe(total("all_reach"));
      expect(of("R", "frequency").outliers).toBe(total("all_frequency"));
    }
    const odd = explored.costs.reduce((sum, { freeCells, emptyCells }) => sum + freeCells + emptyCells, 0);
    expect(odd).toBe(stated.cost_inconsistent);
    for (const { channel, outliers } of explored.costs) expect(outliers).toBe(stated.cost_outliers[channel] ?? 0);
  });

  test("values per parameter count geos less one, knots and variables", () => {
    const { g, t, k, c, tr } = stated.ratio;
    expect(explored.dataPerParameter.ratio).toBeCloseTo((g * t) / (g - 1 + k + c + tr), 12);
  });

  test("is plain data", () => {
    expect(JSON.parse(JSON.stringify(explored))).toEqual(explored);
  });
});

test("a panel of the published size has the published 55.71 values per parameter", () => {
  const { panel } = smallWorld();
  const [geos, weeks] = [40, 156];
  const series = (stream: number): Float64Array =>
    Float64Array.from({ length: geos * weeks }, (_, cell) => 2 + Math.sin(stream * cell));
  const named = (name: string, count: number) => Array.from({ length: count }, (_, index) => `${name} ${index}`);
  const published: Panel = {
    ...panel,
    frequency: "weekly",
    dates: dateRange("2021-01-25", weeks, "weekly"),
    geos: named("geo", geos),
    population: new Float64Array(geos).fill(1),
    kpi: { ...panel.kpi, values: series(1), revenuePerKpi: new Float64Array(geos * weeks).fill(1) },
    media: named("channel", 5).map((name, index) => ({ name, exposure: series(2 + index), spend: series(2 + index) })),
    organic: [{ name: "organic", exposure: series(7) }],
    treatments: [{ name: "promotion", values: series(8), baseline: 0 }],
    controls: named("control", 2).map((name, index) => ({ name, values: series(9 + index) })),
  };
  expect(exploreData(published, { knots: 64 }).dataPerParameter.ratio).toBeCloseTo(55.71, 2);
});

describe("findings", () => {
  const { panel } = smallWorld();

  test("sound data have nothing to fail by", () => {
    expect(exploreData(panel).findings.map(({ severity }) => severity)).not.toContain("fail");
  });

  test("a KPI that is the same everywhere fails, and so do two channels that are one", () => {
    const flat = { ...panel, kpi: { ...panel.kpi, values: panel.kpi.values.map(() => 7) } };
    expect(finding(exploreData(flat), "kpi-variability").severity).toBe("fail");
    const [first, second] = panel.media;
    const double = { ...panel, media: [first, { ...second, exposure: first.exposure.map((value) => 3 * value) }] };
    const explored = exploreData(double);
    expect(explored.findings[0]).toMatchObject({ severity: "fail", check: "pairwise-correlation" });
    expect(finding(explored, "variance-inflation").severity).toBe("fail");
    expect(explored.variables[0].varianceInflation).toBe(1e15);
    expect(explorationChapter(explored).answer).toContain("No model can be identified");
  });

  test("a control that is a sum of two others is found, though no pair is alike", () => {
    const [price, promotion] = panel.controls;
    const sum = { name: "sum", values: price.values.map((value, cell) => value + promotion.values[cell]) };
    const explored = exploreData({ ...panel, controls: [price, promotion, sum] });
    expect(finding(explored, "pairwise-correlation").severity).toBe("info");
    expect(finding(explored, "variance-inflation")).toMatchObject({ severity: "fail" });
    expect(finding(explored, "variance-inflation").found).toContain("sum");
  });

  test("channels alike in one geo alone are for review", () => {
    const { panel: geos } = geoWorld({ geos: 3, periods: 40 });
    const [first, second] = geos.media;
    const exposure = second.exposure.map((value, cell) => (cell < 40 ? 2 * first.exposure[cell] : value));
    const explored = exploreData({ ...geos, media: [first, { ...second, exposure }, ...geos.media.slice(2)] });
    expect(finding(explored, "pairwise-correlation")).toMatchObject({ severity: "review" });
    expect(finding(explored, "pairwise-correlation").found).toContain(geos.geos[0]);
    expect(finding(explored, "variance-inflation").severity).toBe("review");
  });

  test("unknown values of the KPI count nowhere", () => {
    const values = panel.kpi.values.map((value, cell) => (cell < 5 ? Number.NaN : value));
    const explored = exploreData({ ...panel, kpi: { ...panel.kpi, values } });
    expect(explored.dataPerParameter.data).toBe(panel.kpi.values.length - 5);
    expect(explored.series[0].outliers).toBeGreaterThanOrEqual(0);
  });

  test("bold priors are for review, and every chapter has its tables", () => {
    const { panel: small, config } = smallWorld({ yearly_order: 0, day_of_week: false, holidays: null }, 60);
    const beliefs = priorBeliefs(small, resolveSpec(small, config), 100, 1);
    expect(beliefs.negativeBaseline).toBeGreaterThanOrEqual(0);
    expect(Object.keys(beliefs.shares)).toEqual(["tv", "search"]);
    const bold = withPrior(exploreData(small), { ...beliefs, negativeBaseline: 0.5 });
    expect(finding(bold, "prior-baseline").severity).toBe("review");
    const timid = withPrior(exploreData(small), { draws: 10, negativeBaseline: 0, shares: { tv: 0.1 } });
    expect(finding(timid, "prior-baseline").severity).toBe("info");
    expect(explorationChapter(bold).blocks.length).toBeGreaterThan(2);
  });
});

describe("statistics", () => {
  test("by hand", () => {
    expect(outlierBounds([1, 2, 3, 4])).toEqual([1.75 - 2.25, 3.25 + 2.25]);
    expect(rankCorrelation([1, 2, 2, 9], [10, 30, 20, 40])).toBeCloseTo(0.9486832980505139, 12);
    expect(
      explainedByGroups([
        [1, 1],
        [2, 2],
      ]),
    ).toBe(1);
    expect(explainedByGroups([[5], [5]])).toBeNaN();
    // Two columns correlated by .8.
    const left = Float64Array.of(1, -1, 1, -1);
    const right = Float64Array.of(1.4, -0.2, 0.2, -1.4).map((value) => value / Math.sqrt(2));
    const correlation = 0.8;
    expect(varianceInflations([left, right], 1e-4)[0]).toBeCloseTo(1 / (1 - correlation ** 2), 10);
    expect(varianceInflations([Float64Array.of(3, 3, 3, 3), left], 1e-4)).toEqual([null, 1]);
  });
});
