// Meridian's log density at draws from its prior, for twelve specifications of a small panel: ours is the same to rounding.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { GraphEvaluator, type Node, normal, truncatedNormal } from "@carryover/engine";
import { buildModel, buildPanel, type ModelSpec, type Panel, parseConfig, resolveSpec } from "@carryover/mmm";
import { expect, test } from "vitest";
import { readTable } from "../../src/index.ts";

type Value = number | Value[];

interface Point {
  readonly values: Readonly<Record<string, Value>>;
  readonly derived: Readonly<Record<string, Value>>;
  readonly logDensity: Readonly<Record<string, number>>;
}

const folder = new URL("../reference/meridian/", import.meta.url);
const { variants } = JSON.parse(readFileSync(new URL("log-density.json", folder), "utf8")) as {
  readonly variants: Readonly<Record<string, readonly Point[]>>;
};

interface Variant {
  readonly meridian?: object;
  /** Of every channel and organic channel; of the paid ones; by name. */
  readonly all?: object;
  readonly named?: Readonly<Record<string, object>>;
  readonly controls?: readonly object[];
  readonly treatments?: readonly object[];
  readonly isNational?: boolean;
  readonly history?: boolean;
  readonly worth?: null;
  readonly holdout?: readonly number[];
}

const heldOut = [...Array.from({ length: 10 }, (_, week) => 30 + 20 + week), 3 * 30 + 4];
const binomial = { adstock: { kind: "binomial" } };

const specifications: Readonly<Record<string, Variant>> = {
  "default with knots": { meridian: { knots: 5 } },
  "every period a knot": { history: false },
  "normal effects, own noise of geos": {
    meridian: { effects: "normal", noise_by_geo: true, knots: [0, 7, 20, 29], baseline_geo: "geo2" },
  },
  "returns of the last percent, curve first": {
    meridian: { paid_prior: "mroi", knots: 4 },
    all: { order: "saturation-first" },
  },
  "contributions, binomial": { meridian: { paid_prior: "contribution", knots: 4 }, all: binomial },
  coefficients: {
    meridian: { paid_prior: "coefficient", organic_prior: "coefficient", treatment_prior: "coefficient", knots: 3 },
  },
  "calibration periods": {
    meridian: { knots: 3 },
    named: {
      a: { calibration_period: { from: "2022-03-14", to: "2022-05-22" } },
      b: { calibration_period: { from: "2022-01-24", to: "2022-04-17" } },
      c: { calibration_period: { from: "2022-03-28", to: "2022-06-26" } },
    },
  },
  "no price of the KPI": { meridian: { knots: 3 }, worth: null },
  "scaled by population, other baselines": {
    meridian: { knots: 3 },
    controls: [{ column: "weather" }, { column: "rivals", by_population: true }],
    treatments: [
      { column: "price", baseline: "max" },
      { column: "promo", baseline: 0, by_population: true },
    ],
  },
  "mixed transforms, short memory": {
    meridian: { knots: 3 },
    all: { adstock: { kind: "geometric", window: 4 } },
    named: {
      a: { saturation: { kind: "none" } },
      o: { saturation: { kind: "none" } },
      b: { adstock: { kind: "binomial", window: 4 } },
      c: { adstock: { kind: "binomial", window: 4 } },
      r: { adstock: { kind: "binomial", window: 4 } },
    },
  },
  national: { meridian: { knots: 2 }, isNational: true },
  "held-out cells": { meridian: { knots: 5, leaky_scales: true }, holdout: heldOut },
};

async function made(variant: Variant): Promise<{ readonly panel: Panel; readonly spec: ModelSpec }> {
  const { meridian = {}, all = {}, named = {}, isNational = false, history = true, holdout = [] } = variant;
  const path = isNational ? "national-panel.csv" : "panel.csv";
  const own = (name: string): object => ({ ...all, ...named[name] });
  const config = parseConfig({
    data: {
      path,
      date: "date",
      ...(isNational ? {} : { geo: "geo", population: "population" }),
      history,
      kpi: { column: "sales", kind: "units", ...(variant.worth === null ? {} : { revenue_per_kpi: "worth" }) },
    },
    channels: [
      { name: "a", spend: "a_spend", exposure: "a", ...own("a") },
      { name: "b", spend: "b_spend", exposure: "b", ...own("b") },
      { name: "c", spend: "c_spend", reach: "c_reach", frequency: "c_frequency", ...own("c") },
    ],
    organic: [
      { name: "o", exposure: "o", ...own("o") },
      { name: "r", reach: "r_reach", frequency: "r_frequency", ...own("r") },
    ],
    controls: variant.controls ?? ["weather", "rivals"],
    treatments: variant.treatments ?? [{ column: "price" }, { column: "promo" }],
    model: { kind: "meridian", meridian },
  });
  const whole = await readTable(fileURLToPath(new URL(path, folder)));
  const table = history ? whole : withoutEmpty(whole, "sales");
  const { panel } = buildPanel(table, config);
  return { panel, spec: resolveSpec(panel, config, { holdout }) };
}

type Table = Awaited<ReturnType<typeof readTable>>;

function withoutEmpty(table: Table, column: string): Table {
  const cells = table.columns.find(({ name }) => name === column)?.cells ?? [];
  const kept = cells.flatMap((cell, row) => (cell === null || cell === "" ? [] : [row]));
  return {
    ...table,
    rows: kept.length,
    columns: table.columns.map((each) => ({ ...each, cells: kept.map((row) => each.cells[row]) })),
  };
}

/** Our variables from the original's: paid media with and without reach stand in one vector, deviations by channel, then geo. */
function ours({ values }: Point): Map<string, Float64Array> {
  const flat = (value: Value | undefined): number[] =>
    value === undefined ? [] : typeof value === "number" ? [value] : value.flatMap(flat);
  const turned = (name: string): number[] => {
    const matrix = values[name] as number[][] | undefined;
    return matrix === undefined ? [] : matrix[0].flatMap((_, column) => matrix.map((row) => row[column]));
  };
  const scaled = (deviations: number[], spreads: number[]): number[] =>
    deviations.map((value, index) => value * spreads[Math.floor((index * spreads.length) / deviations.length)]);
  const joined = (...names: string[]): number[] => names.flatMap((name) => flat(values[name]));
  return new Map(
    Object.entries({
      knot_values: joined("knot_values"),
      tau_g: joined("tau_g_excl_baseline"),
      sigma: joined("sigma"),
      gamma_c: joined("gamma_c"),
      xi_c: joined("xi_c"),
      gamma_gc_offset: scaled(turned("gamma_gc_dev"), joined("xi_c")),
      contribution_n: joined("contribution_n"),
      gamma_n: joined("gamma_n"),
      xi_n: joined("xi_n"),
      gamma_gn_dev: turned("gamma_gn_dev"),
      gamma_gn_offset: scaled(turned("gamma_gn_dev"), joined("xi_n")),
      alpha_m: joined("alpha_m", "alpha_rf"),
      ec_m: joined("ec_m", "ec_rf"),
      slope_m: joined("slope_rf"),
      eta_m: joined("eta_m", "eta_rf"),
      beta_gm_dev: [...turned("beta_gm_dev"), ...turned("beta_grf_dev")],
      roi_m: joined("roi_m", "roi_rf"),
      mroi_m: joined("mroi_m", "mroi_rf"),
      contribution_m: joined("contribution_m", "contribution_rf"),
      beta_m: joined("beta_m", "beta_rf"),
      alpha_om: joined("alpha_om", "alpha_orf"),
      ec_om: joined("ec_om", "ec_orf"),
      slope_om: joined("slope_orf"),
      eta_om: joined("eta_om", "eta_orf"),
      beta_gom_dev: [...turned("beta_gom_dev"), ...turned("beta_gorf_dev")],
      contribution_om: joined("contribution_om", "contribution_orf"),
      beta_om: joined("beta_om", "beta_orf"),
    }).map(([name, list]) => [name, Float64Array.from(list)]),
  );
}

const { family: normalFamily } = normal(0, 1);
const halfSaturation = truncatedNormal(0.8, 0.8, 0.1, 10);
/** Room for derivatives that nobody asks for. */
const ignored = new Float64Array(9);

test.each(Object.keys(specifications))("%s: likelihood and priors are Meridian's", async (name) => {
  const { panel, spec } = await made(specifications[name]);
  const { graph } = buildModel(panel, spec);
  const [{ values, mean, sd }] = graph.observations;
  const nodes = graph.parameters.flatMap(({ priors }) => priors.flatMap(({ args }) => args));
  const evaluator = new GraphEvaluator(graph, [
    mean,
    sd,
    ...nodes.filter((arg): arg is Node => typeof arg !== "number"),
  ]);
  for (const point of variants[name]) {
    const known = ours(point);
    // A saturation of none has no half saturation, though the original draws one.
    const unused = name === "mixed transforms, short memory" ? ["ec_m", "ec_om"] : [];
    for (const { name: variable, length } of graph.parameters) {
      const given = known.get(variable) ?? new Float64Array();
      evaluator.set(variable, unused.includes(variable) ? given.slice(given.length - length) : given);
    }
    evaluator.forward();
    const [expected, scale] = [evaluator.value(mean), evaluator.value(sd)];
    const likelihood = values.reduce(
      (sum, value, cell) =>
        sum + normalFamily.logDensity(value, [expected[cell], scale[scale.length === 1 ? 0 : cell]], ignored),
      0,
    );
    expect(likelihood / point.logDensity.y - 1, "likelihood").toBeCloseTo(0, 11);

    let prior = 0;
    for (const parameter of graph.parameters) {
      const given = evaluator.value(parameter);
      parameter.priors.forEach(({ family, args }, element) => {
        const numbers = args.map((arg) => (typeof arg === "number" ? arg : evaluator.value(arg)[0]));
        prior += family.logDensity(given[element], numbers, ignored);
        // The original's deviations are standard normal: ours are those times their standard deviation.
        if (parameter.name.endsWith("_offset")) prior += Math.log(numbers[1]);
      });
    }
    expect(prior, "priors").toBeCloseTo(priorOf(point, specifications[name]), 8);
  }
});

/** The original's log prior of what our model has: what it fixes or leaves unused is left out. */
function priorOf({ logDensity, values }: Point, { isNational = false, named = {} }: Variant): number {
  const national = ["tau_g_excl_baseline", "eta_", "xi_", "_dev"];
  return Object.entries(logDensity).reduce((sum, [name, value]) => {
    if (name === "y" || name === "slope_m" || name === "slope_om") return sum;
    if (isNational && national.some((part) => name.includes(part))) return sum;
    if (named.a !== undefined && "saturation" in named.a && (name === "ec_m" || name === "ec_om")) {
      const used = (values[name] as number[]).slice(1);
      return used.reduce(
        (total, ec) => total + halfSaturation.family.logDensity(ec, [0.8, 0.8, 0.1, 10], ignored),
        sum,
      );
    }
    return sum + value;
  }, 0);
}
