// Meridian's model: its scales, coefficients and parts against their definitions; connect's tests hold it to the package itself.
import { compile, GraphBuilder, logNormal, openStream, truncatedNormal } from "@carryover/engine";
import { describe, expect, test } from "vitest";
import type { Panel } from "../../src/data/panel.ts";
import { SpecError } from "../../src/errors.ts";
import { buildModel } from "../../src/model/build-model.ts";
import { centerAndScale } from "../../src/model/column-measures.ts";
import { everyGroup, everyRow, withZeroAt, worthCenteredDeviations } from "../../src/model/group-operations.ts";
import { exposureScale, perSize } from "../../src/model/meridian-cells.ts";
import { bareCoefficients, statedCoefficients } from "../../src/model/meridian-coefficient.ts";
import { exposurePriors, paidPriors } from "../../src/model/meridian-priors.ts";
import type { MeridianSpec } from "../../src/model/meridian-spec.ts";
import { evenKnots } from "../../src/model/resolve-meridian.ts";
import { resolveSpec } from "../../src/model/resolve-spec.ts";
import { growSpec } from "../../src/refresh/grow-spec.ts";
import { expectClose, expectGradient } from "../media/check-operation.ts";
import { type RichConfigOptions, type RichWorld, richWorld } from "../support/rich-panel.ts";
import { priorDraws, statedFit } from "../support/stated-fit.ts";

const vector = (...values: number[]): Float64Array => Float64Array.from(values);

describe("scales", () => {
  test("an exposure is divided by the median of what is above zero", () => {
    expect(exposureScale(vector(0, 0, 0, 10, 20), undefined, [1], vector(1, 1, 1, 1, 1))).toBe(15);
    // Of two geos of sizes 1 and 2: 10, 20, 20, 45.
    const exposure = vector(0, 10, 20, 0, 40, 90);
    expect(exposureScale(exposure, undefined, [1, 2], vector(1, 1, 1, 1, 1, 1))).toBe(20);
    expect([...perSize(exposure, [1, 2])].map((value) => value / 20)).toEqual([0, 0.5, 1, 0, 1, 2.25]);
  });

  test("the history counts in it, and cells that are not seen do not", () => {
    expect(exposureScale(vector(10, 1000), vector(30, 50, 0), [1], vector(1, 0))).toBe(30);
  });

  test("the KPI is standardized per head by the deviation over n", () => {
    const { center, scale } = centerAndScale(perSize(vector(100, 120, 300, 260), [1, 2]));
    expect(center).toBe(125);
    expect(scale).toBeCloseTo(18.027756, 6);
  });

  test("a number of knots stands at whole parts of even steps", () => {
    expect(evenKnots(6, 3)).toEqual([0, 2, 5]);
    expect(evenKnots(6, 1)).toEqual([0]);
    expect(evenKnots(4, 4)).toEqual([0, 1, 2, 3]);
  });
});

describe("priors", () => {
  test("half saturation has mean 1.068958; returns have median 1.2214 and mean 1.8313", () => {
    const { mean, sd, lower, upper } = exposurePriors.halfSaturation as Record<string, number>;
    const half = truncatedNormal(mean, sd, lower, upper);
    expect(half.family.mean(half.args)).toBeCloseTo(1.068958, 6);
    const { mu, sigma } = paidPriors.roi as Record<string, number>;
    const roi = logNormal(mu, sigma);
    expect(roi.family.mean(roi.args)).toBeCloseTo(1.8313, 4);
    [0.2779, 1.2214, 5.3675].forEach((value, index) => {
      expect(roi.family.quantile([0.05, 0.5, 0.95][index], roi.args)).toBeCloseTo(value, 4);
    });
  });
});

/** Coefficients of constants, as numbers. */
function coefficients(
  effects: "log-normal" | "normal",
  { brought, worths, z, sd }: { brought: number; worths: number[]; z: number[]; sd: number },
): number[] {
  const graph = new GraphBuilder();
  const deviations = { standard: graph.constant(Float64Array.from(z)), sd: graph.constant(sd) };
  const stated = { brought: graph.constant(brought), worths: graph.constant(Float64Array.from(worths)) };
  const node = statedCoefficients(graph, effects, stated, deviations);
  return node.kind === "constant" ? [...node.values] : [];
}

describe("coefficients from what a channel brings", () => {
  const worths = [30, 50, 20, 0];
  const z = [0.3, -1.2, 0.8, 2];

  test("of one geo: 150 money over a worth of 33", () => {
    const graph = new GraphBuilder();
    const node = statedCoefficients(
      graph,
      "normal",
      { brought: graph.constant(1.5 * 100), worths: graph.constant(30 * (0.2 + 0.5 + 0.4)) },
      null,
    );
    expect(node.kind === "constant" ? node.values[0] : Number.NaN).toBeCloseTo(4.545455, 6);
    // The original's parameter of a log-normal effect is its logarithm.
    expect(Math.log(4.5454545)).toBeCloseTo(1.514128, 6);
  });

  test.each(["log-normal", "normal"] as const)("%s: they bring exactly that, whatever geos deviate", (effects) => {
    const own = coefficients(effects, { brought: 150, worths, z, sd: 0.7 });
    expect(own.reduce((sum, value, geo) => sum + value * worths[geo], 0)).toBeCloseTo(150, 10);
    if (effects === "log-normal") {
      own.forEach((value, geo) => {
        expect(Math.log(value / own[0])).toBeCloseTo(0.7 * (z[geo] - z[0]), 10);
      });
    } else {
      own.forEach((value, geo) => {
        expect(value - own[0]).toBeCloseTo(0.7 * (z[geo] - z[0]), 10);
      });
    }
  });

  test("a coefficient that is a parameter has the original's form", () => {
    const graph = new GraphBuilder();
    const deviations = { standard: graph.constant(vector(1, -1)), sd: graph.constant(0.5) };
    const values = (effects: "log-normal" | "normal", of: typeof deviations | null): number[] => {
      const node = bareCoefficients(graph, effects, graph.constant(0.2), of);
      return node.kind === "constant" ? [...node.values] : [];
    };
    expectClose(values("normal", deviations), [0.7, -0.3], 1e-12);
    expectClose(values("log-normal", deviations), [Math.exp(0.7), Math.exp(-0.3)], 1e-12);
    expect(values("normal", null)).toEqual([0.2]);
    expect(values("log-normal", null)).toEqual([Math.exp(0.2)]);
  });
});

describe("operations on groups have right derivatives", () => {
  test("a series for every group, a number for every row, a zero put in", () => {
    expectGradient(everyGroup(3), [vector(1, 2)], vector(1, -2, 3, 0.5, 2, -1));
    expectGradient(everyRow(2), [vector(1, 2, 3)], vector(1, -2, 3, 0.5, 2, -1));
    expectGradient(withZeroAt(1), [vector(1, 2, 3)], vector(1, -2, 3, 0.5));
  });

  test("deviations around a fixed worth, by deviations, their spread and the worths", () => {
    const inputs = [vector(0.3, -1.2, 0.8), vector(0.7), vector(30, 50, 20)];
    expectGradient(worthCenteredDeviations, inputs, vector(1, -2, 0.5));
    expect(() => worthCenteredDeviations.outputLength([3, 2, 3])).toThrow(RangeError);
  });
});

const world = (shape: "national" | "ragged", config: RichConfigOptions = {}, past = 0): RichWorld =>
  richWorld(shape, { ...config, model: { kind: "meridian", yearly_order: 0, ...config.model } }, { weeks: 40, past });

describe.each(["national", "ragged"] as const)("a fit of a panel with everything, %s", (shape) => {
  const { panel, config } = world(shape, { model: { meridian: { knots: 4 } } }, 5);
  const spec = resolveSpec(panel, config);
  const fit = statedFit(panel, spec, priorDraws(panel, spec, 6));
  const plan = { exposure: panel.media.map(({ exposure }) => exposure) };
  const worth = panel.kpi.values.map((value, cell) => (Number.isNaN(value) ? 0 : panel.kpi.revenuePerKpi[cell]));

  test("says that it is Meridian's, and its parts sum to the outcome", () => {
    expect(fit.framework).toBe("meridian");
    const parts = fit.components();
    const { values } = fit.outcome(plan);
    const sum = values.map((_, index) => parts.reduce((total, part) => total + part.values[index], 0));
    sum.forEach((value, index) => {
      expect(Math.abs(value - values[index])).toBeLessThan(1e-9 * (1 + Math.abs(values[index])));
    });
    expect(parts.map(({ group }) => group)).toEqual([
      "baseline",
      "trend",
      "controls",
      "treatments",
      "media",
      "media",
      "organic",
      "organic",
    ]);
  });

  test("in every draw paid channels bring their return times their spend, organic ones and treatments their share", () => {
    const [parts] = fit.open().parts([plan], worth);
    const drawsOf = (name: string): Float64Array =>
      fit.draws.variables.find((variable) => variable.name === name)?.values ?? vector();
    panel.media.forEach((_, channel) => {
      parts[channel].forEach((value, draw) => {
        expect(value / (drawsOf("roi_m")[2 * draw + channel] * spec.scales.spend[channel])).toBeCloseTo(1, 10);
      });
    });
    const total = spec.meridian?.totalOutcome ?? Number.NaN;
    const shareOf = (name: string): Float64Array => {
      const { values } = fit.components().find((part) => part.name === name) ?? { values: vector() };
      return Float64Array.from(
        { length: 6 },
        (_, draw) => worth.reduce((sum, unit, cell) => sum + unit * values[draw * worth.length + cell], 0) / total,
      );
    };
    shareOf("posts").forEach((share, draw) => {
      expect(share / drawsOf("contribution_om")[2 * draw + 1]).toBeCloseTo(1, 9);
    });
    shareOf("price").forEach((share, draw) => {
      expect(share / drawsOf("contribution_n")[draw]).toBeCloseTo(1, 9);
    });
  });

  test("answers for noise in every geo, and for the plan's gradient", () => {
    expect(fit.noise()).toHaveLength(6 * panel.geos.length);
    const { exposure } = fit.open().gradient(plan, worth, new Float64Array(6).fill(1 / 6));
    expect(exposure).toHaveLength(2);
    expect(exposure.every((of) => of.every((slope) => slope >= 0))).toBe(true);
  });
});

describe("a specification", () => {
  test("integrates knots, geos' intercepts and control effects out, and moves the rest", () => {
    const { panel, config } = world("ragged");
    const spec = resolveSpec(panel, config);
    const posterior = compile(buildModel(panel, spec).graph);
    // 2 + 2 channels: retention, half saturation, belief; spread and 3 deviations each; one slope of reach; the price's share,
    // spread and 3 deviations; the spread of weather; noise.
    expect(posterior.dim).toBe(4 * 3 + 4 * (1 + 3) + 1 + 5 + 1 + 1);
    expect(spec.geo?.knots).toHaveLength(panel.dates.length);
    expect(spec.geo?.sizes[spec.meridian?.baselineGeo ?? -1]).toBe(Math.max(...(spec.geo?.sizes ?? [])));
  });

  test("gets further knots for further periods, national or not", () => {
    for (const shape of ["national", "ragged"] as const) {
      const { panel, config } = world(shape, { model: { meridian: { knots: [0, 13, 26, 39] } } });
      const { spec, addedKnots } = growSpec(resolveSpec(panel, config), 66);
      expect(addedKnots).toBe(2);
      expect(spec.geo?.knots ?? spec.meridian?.knots).toEqual([0, 13, 26, 39, 52, 65]);
    }
  });

  test("of a noise of each geo samples one for each", () => {
    const { panel, config } = world("ragged", { model: { meridian: { noise_by_geo: true, knots: 2 } } });
    const { graph, noise } = buildModel(panel, resolveSpec(panel, config));
    expect(noise.length).toBe(3);
    expect(graph.observations[0].sd.length).toBe(graph.observations[0].values.length);
  });

  test("measures no scale on what is held out, unless it is asked to leak as the original does", () => {
    const scalesOf = (leaky: boolean, factor: number) => {
      const { panel, config } = world("national", { model: { meridian: { leaky_scales: leaky } } });
      const holdout = [30, 31, 32];
      const values = panel.kpi.values.map((value, cell) => (holdout.includes(cell) ? factor * value : value));
      return resolveSpec({ ...panel, kpi: { ...panel.kpi, values } }, config, { holdout });
    };
    expect(scalesOf(false, 5)).toEqual(scalesOf(false, 1));
    expect(scalesOf(true, 5).scales.kpi).not.toBe(scalesOf(true, 1).scales.kpi);
  });

  test("without a price has the returns that the belief about all paid media implies", () => {
    const { panel, config } = world("national", { data: { kpi: { column: "revenue", kind: "units" } } });
    const money = panel.kpi.values.reduce((sum, value) => sum + value, 0);
    const spec = resolveSpec(panel, config);
    const spend = spec.scales.spend.reduce((sum, value) => sum + value, 0);
    const roi = logNormal(Number(spec.channels[0].priors.roi.mu), Number(spec.channels[0].priors.roi.sigma));
    expect(roi.family.mean(roi.args)).toBeCloseTo((0.4 * money) / spend, 9);
    expect(roi.family.standardDeviation(roi.args)).toBeCloseTo((0.2 * money) / Math.hypot(...spec.scales.spend), 9);
  });

  test("states a return for its calibration period, the history's part included", () => {
    const channel = (period: object): object => ({
      name: "tv",
      spend: "tv_spend",
      calibration_period: period,
    });
    const { panel, config } = world(
      "national",
      { more: { channels: [channel({ from: "2021-01-25", to: "2021-03-07" })], organic: [] } },
      5,
    );
    // Three weeks of history are left out by the dates of the first five.
    const calibrations: MeridianSpec["calibrations"] = resolveSpec(panel, config).meridian?.calibrations ?? {};
    expect(calibrations.tv).toMatchObject({ first: -2, last: 3 });
    expect(calibrations.tv.spend).toBe(panel.media[0].spend.slice(0, 4).reduce((sum, value) => sum + value, 0));
  });
});

test.each<[string, object]>([
  ["log-normal returns", {}],
  ["normal effects, marginal returns, noise of geos", { effects: "normal", paid_prior: "mroi", noise_by_geo: true }],
  ["contributions", { paid_prior: "contribution" }],
  ["coefficients", { paid_prior: "coefficient", organic_prior: "coefficient", treatment_prior: "coefficient" }],
])("the log density of %s has the gradient that differences find", (_, meridian) => {
  const { panel, config } = world("ragged", { model: { meridian: { knots: 4, ...meridian } } }, 5);
  const posterior = compile(buildModel(panel, resolveSpec(panel, config)).graph);
  const position = posterior.initialPosition(openStream({ seed: 3, chain: 0, purpose: "initial" }));
  const [gradient, ignored] = [new Float64Array(posterior.dim), new Float64Array(posterior.dim)];
  const density = posterior.evaluate(position, gradient);
  expect(Number.isFinite(density)).toBe(true);
  const step = 1e-5;
  position.forEach((value, index) => {
    const at = (moved: number): number => posterior.evaluate(position.with(index, moved), ignored);
    const difference = (at(value + step) - at(value - step)) / (2 * step);
    // Rounding of the density over the step, and its third derivative times the square of it.
    const tolerance = (1e-15 * Math.abs(density)) / step + 1e-6 * (1 + Math.abs(difference));
    expect(Math.abs(gradient[index] - difference), `coordinate ${index}`).toBeLessThan(10 * tolerance);
  });
});

function codesOf(config: RichConfigOptions, shape: "national" | "ragged" = "national"): string[] {
  try {
    const { panel, config: parsed } = world(shape, config);
    resolveSpec(panel, parsed);
  } catch (error) {
    if (error instanceof SpecError) return error.problems.map(({ code }) => code);
    throw error;
  }
  return [];
}

const channels = (settings: object): RichConfigOptions => ({
  more: { channels: [{ name: "tv", spend: "tv_spend", ...settings }] },
});
const prior = { distribution: "normal", mean: 0, sd: 1 };

test.each<[string, RichConfigOptions, string]>([
  ["a linear trend", { model: { trend: "linear" } }, "not-in-meridian"],
  ["a season", { model: { yearly_order: 2 } }, "not-in-meridian"],
  ["holidays", { model: { holidays: "US" } }, "not-in-meridian"],
  ["another likelihood", { model: { likelihood: "student-t" } }, "not-in-meridian"],
  ["a prior of other models", { model: { priors: { intercept: prior } } }, "not-in-meridian"],
  ["delayed adstock", channels({ adstock: { kind: "delayed" } }), "not-in-meridian"],
  ["weights that do not sum to one", channels({ adstock: { kind: "geometric", normalize: false } }), "not-in-meridian"],
  ["logistic saturation", channels({ saturation: { kind: "logistic" } }), "not-in-meridian"],
  [
    "two beliefs",
    channels({ priors: { roi: paidPriors.roi, contribution: paidPriors.contribution } }),
    "several-priors",
  ],
  ["a parameter that is not there", channels({ priors: { peakDelay: prior } }), "unknown-prior"],
  ["a retention beyond 1", channels({ priors: { retention: prior } }), "prior-out-of-range"],
  [
    "a return of what costs nothing",
    {
      more: { organic: [{ name: "mail", exposure: "mail", priors: { roi: paidPriors.roi } }] },
    },
    "not-in-meridian",
  ],
  ["too many knots", { model: { meridian: { knots: 99 } } }, "knots-range"],
  ["a knot beyond the data", { model: { meridian: { knots: [0, 99] } } }, "knots-range"],
  ["a knot twice", { model: { meridian: { knots: [0, 3, 3] } } }, "knots-range"],
  ["a geo that is not there", { model: { meridian: { baseline_geo: "nowhere" } } }, "unknown-geo"],
  [
    "a calibration of no period",
    channels({ calibration_period: { from: "2030-01-01", to: "2030-02-01" } }),
    "calibration-period",
  ],
  [
    "a calibration of a contribution",
    channels({
      priors: { contribution: paidPriors.contribution },
      calibration_period: { from: "2021-02-01", to: "2021-03-01" },
    }),
    "not-in-meridian",
  ],
  [
    "marginal returns without a price",
    { data: { kpi: { column: "revenue", kind: "units" } }, model: { meridian: { paid_prior: "mroi" } } },
    "no-price",
  ],
])("refuses %s and says so", (_, config, code) => {
  expect([...new Set(codesOf(config))]).toEqual([code]);
});

test("a channel that was never on, a KPI that never changes and shares of a KPI worth nothing are refused", () => {
  const { panel, config } = world("national");
  const codes = (changed: Partial<Panel>): string[] => {
    try {
      resolveSpec({ ...panel, ...changed }, config);
    } catch (error) {
      if (error instanceof SpecError) return error.problems.map(({ code }) => code);
      throw error;
    }
    return [];
  };
  const silent = panel.media.map((media) => ({ ...media, exposure: new Float64Array(media.exposure.length) }));
  expect(codes({ media: silent })).toEqual(["no-spend", "no-spend"]);
  const kpi = (of: (value: number) => number): Partial<Panel> => ({
    kpi: { ...panel.kpi, values: panel.kpi.values.map(of) },
  });
  expect(codes(kpi(() => 5))).toEqual(["constant-kpi"]);
  expect(codes(kpi((value) => -value))).toEqual(["kpi-not-positive"]);
});

test("a return below zero is refused where geos differ by factors, and taken where they add", () => {
  const stated = channels({ priors: { roi: prior } });
  expect(codesOf(stated, "ragged")).toEqual(["prior-out-of-range"]);
  expect(codesOf({ ...stated, model: { meridian: { effects: "normal" } } }, "ragged")).toEqual([]);
  expect(codesOf(stated)).toEqual([]);
});
