// Known truth: data drawn from each likelihood and from what changes over time, whose parameters the fit must find.
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { quantile, scalars, summarize } from "@carryover/engine";
import { workerChainRunner } from "@carryover/engine/workers";
import { describe, expect, test } from "vitest";
import { type Fit, fitBayesian, type ModelSpec, type Panel, resolveSpec } from "../../src/index.ts";
import { exposureOf } from "../../src/model/model-graph.ts";
import { smallWorld } from "../support/small-panel.ts";
import { statedFit } from "../support/stated-fit.ts";

type Values = Readonly<Record<string, readonly number[]>>;

// These posteriors are curved where data are few: amplitude against coefficients, a coefficient against its curve.
const sampling = { chains: 4, warmup: 600, draws: 500, seed: 42, targetAcceptance: 0.95 };
const runner = workerChainRunner(pathToFileURL(createRequire(import.meta.url).resolve("@carryover/mmm/posterior")));

interface World {
  readonly panel: Panel;
  readonly spec: ModelSpec;
  readonly truth: Values;
  /** The fit that knows the truth. */
  readonly known: Fit;
}

/** A KPI drawn from the model at the true parameters; the spec's scales are those of a first, unrelated KPI. */
function drawWorld(
  model: Record<string, unknown>,
  truth: Values,
  {
    counts = false,
    periods = 260,
    more = {},
  }: { counts?: boolean; periods?: number; more?: Record<string, unknown> } = {},
): World {
  const { panel, config } = smallWorld(model, periods, more);
  const first = counts ? { ...panel, kpi: { ...panel.kpi, values: panel.kpi.values.map(Math.round) } } : panel;
  const spec = resolveSpec(first, config);
  const stated = statedFit(first, spec, [truth]);
  const expected = stated.outcome({ exposure: exposureOf(panel) }).values;
  const drawn = { ...panel, kpi: { ...panel.kpi, values: stated.predictive(expected, 3) } };
  return { panel: drawn, spec, truth, known: statedFit(drawn, spec, [truth]) };
}

async function fitWorld({ panel, spec }: World): Promise<Fit> {
  const fit = await fitBayesian(panel, spec, { sampling, runner });
  const rows = summarize(fit.draws);
  expect(Math.max(...rows.map(({ rhat }) => rhat))).toBeLessThan(1.03);
  // One in two hundred at most, of 2,000 draws.
  expect(fit.draws.statistics.divergent.reduce((sum, each) => sum + each, 0)).toBeLessThan(10);
  return fit;
}

/** Elements whose true value lies outside the central 99.5 % of the draws. */
function missed(fit: Fit, truth: Values): string[] {
  const flat = new Map(Object.entries(truth));
  const places = new Map<string, number>();
  return scalars(fit.draws).flatMap(({ label, values }) => {
    const name = label.replace(/\[.*/, "");
    const place = places.get(name) ?? 0;
    places.set(name, place + 1);
    const wanted = flat.get(name)?.[place];
    if (wanted === undefined) return [];
    const inside = wanted > quantile(values, 0.0025) && wanted < quantile(values, 0.9975);
    return inside ? [] : [`${label}: ${wanted}`];
  });
}

/** Contribution of each channel over the first and the last third of the window, for each draw. */
function thirds(fit: Fit): Map<string, Float64Array> {
  const n = fit.panel.dates.length;
  const third = Math.floor(n / 3);
  const media = fit.components().filter(({ group }) => group === "media");
  return new Map(
    media.flatMap(({ name, values }) =>
      (["first", "last"] as const).map((part): [string, Float64Array] => {
        const from = part === "first" ? 0 : n - third;
        const totals = Float64Array.from({ length: values.length / n }, (_, draw) =>
          values.subarray(draw * n + from, draw * n + from + third).reduce((sum, value) => sum + value, 0),
        );
        return [`${name}, ${part} third`, totals];
      }),
    ),
  );
}

const pymcMarketing: Values = {
  gamma_control: [-0.15, 0.06],
  gamma_fourier: [0.02, -0.03],
  adstock_alpha: [0.5, 0.2],
  saturation_lam: [3, 2],
};

describe.each([
  ["student-t", 0.03, { degrees_of_freedom: [3] }, 0.5],
  ["log-normal", 0.06, {}, -0.6],
  ["negative-binomial", 0.06, {}, -0.6],
] as const)("a KPI that scatters as a %s", (likelihood, noise, more, intercept) => {
  test("gives back the parameters it was drawn with, and the contributions", async () => {
    const truth: Values = {
      ...pymcMarketing,
      ...more,
      intercept: [intercept],
      saturation_beta: [0.3, 0.25],
      y_sigma: [noise],
    };
    const model = { kind: "pymc-marketing", likelihood, yearly_order: 1 };
    const world = drawWorld(model, truth, { counts: likelihood === "negative-binomial" });
    const fit = await fitWorld(world);
    expect(missed(fit, truth)).toEqual([]);
    const known = thirds(world.known);
    for (const [part, draws] of thirds(fit)) {
      const wanted = known.get(part)?.[0] ?? Number.NaN;
      expect(wanted, part).toBeGreaterThan(quantile(draws, 0.0025));
      expect(wanted, part).toBeLessThan(quantile(draws, 0.9975));
    }
  });
});

test("heavy tails: where a few periods are far off, Student's t finds media as well as without them, and LOO prefers it", async () => {
  const truth = {
    ...pymcMarketing,
    intercept: [0.5],
    saturation_beta: [0.3, 0.25],
    y_sigma: [0.02],
    degrees_of_freedom: [2],
  };
  const model = { kind: "pymc-marketing", yearly_order: 1 };
  const world = drawWorld({ ...model, likelihood: "student-t" }, truth);
  const { likelihood: _, ...normalSpec } = world.spec;
  const [robust, plain] = [await fitWorld(world), await fitWorld({ ...world, spec: normalSpec })];
  const elpd = (fit: Fit): number => {
    const values = fit.pointwiseLogLikelihood();
    const n = fit.panel.dates.length;
    return Array.from({ length: n }, (_, t) => {
      let sum = 0;
      for (let at = t; at < values.length; at += n) sum += Math.exp(values[at]);
      return Math.log((sum * n) / values.length);
    }).reduce((total, each) => total + each, 0);
  };
  expect(elpd(robust)).toBeGreaterThan(elpd(plain) + 10);
});

describe("media whose effect changes over time", () => {
  const functions = 6;
  const amplitude = { distribution: "half-normal", sd: 0.5 };
  const lengthscale = { distribution: "inverse-gamma", shape: 4, scale: 240 };
  const media = { functions, sharing: "per-channel", amplitude, channel_amplitude: amplitude, lengthscale };
  const rising = Array.from({ length: functions }, (_, j) => (j === 0 ? 0 : j === 1 ? -1.6 : j === 3 ? 0.3 : 0));
  const truth: Values = {
    ...pymcMarketing,
    intercept: [0.4],
    saturation_beta: [0.4, 0.3],
    y_sigma: [0.06],
    media_process_amplitude: [0.5],
    media_process_lengthscale: [80],
    media_process_z: new Array<number>(functions).fill(0),
    media_process_channel_amplitude: [0.8],
    // One channel gains what the other loses.
    media_process_channel_z: [...rising, ...rising.map((value) => -value)],
  };
  const world = drawWorld(
    {
      kind: "pymc-marketing",
      yearly_order: 1,
      time_varying: { media },
    },
    truth,
    { periods: 220 },
  );
  const known = thirds(world.known);
  const share = (of: Map<string, Float64Array>, channel: string): Float64Array => {
    const first = of.get(`${channel}, first third`) ?? new Float64Array();
    const last = of.get(`${channel}, last third`) ?? new Float64Array();
    return first.map((value, draw) => value / (value + last[draw]));
  };

  test("is found channel by channel where each has its own, and cannot be by one multiplier for all", async () => {
    const fit = await fitWorld(world);
    const found = thirds(fit);
    for (const [part, draws] of found) {
      const wanted = known.get(part)?.[0] ?? Number.NaN;
      expect(wanted, part).toBeGreaterThan(quantile(draws, 0.0025));
      expect(wanted, part).toBeLessThan(quantile(draws, 0.9975));
    }
    const { timeVarying } = world.spec;
    if (timeVarying?.media === undefined) throw new Error("no varying media");
    const shared: ModelSpec = { ...world.spec, timeVarying: { media: { ...timeVarying.media, sharing: "shared" } } };
    const common = thirds(await fitBayesian(world.panel, shared, { sampling, runner }));
    const error = (of: Map<string, Float64Array>): number =>
      ["tv", "search"].reduce(
        (sum, channel) => sum + Math.abs(quantile(share(of, channel), 0.5) - share(known, channel)[0]),
        0,
      );
    expect(error(found)).toBeLessThan(0.5 * error(common));
  });
});

test("a drifting baseline, a bend and an event are found by the default model", async () => {
  const truth: Values = {
    intercept: [0.8],
    trend: [0.1],
    changepoint: [0.4],
    yearly: [0.02, -0.01],
    control: [-0.03, 0.02],
    retention: [0.5, 0.3],
    half_saturation: [1, 1],
    slope: [1.5, 1.5],
    roi: [1, 2],
    sigma: [0.02],
    event_effect: [0.3],
    event_width: [5],
    intercept_process_amplitude: [0.1],
    intercept_process_lengthscale: [40],
    intercept_process_coefficient: [0, 0.3, -0.2, 0.4, 0, 0.2, -0.1, 0, 0.1, 0, 0, 0],
  };
  const world = drawWorld(
    {
      yearly_order: 1,
      day_of_week: false,
      changepoints: ["2024-06-01"],
      time_varying: { intercept: { functions: 12 } },
    },
    truth,
    { periods: 300, more: { events: [{ name: "launch", start: "2024-04-10", end: "2024-04-14" }] } },
  );
  const fit = await fitWorld(world);
  // Drift, trend and season are told apart by their priors alone: their sum is what can be found.
  const { event_effect, event_width, roi, sigma, control } = truth;
  expect(missed(fit, { event_effect, event_width, roi, sigma, control })).toEqual([]);
  const n = world.panel.dates.length;
  const baseline = (of: Fit): Float64Array => {
    const parts = of.components().filter(({ group }) => group !== "media");
    return parts[0].values.map((_, index) => parts.reduce((sum, { values }) => sum + values[index], 0));
  };
  const wanted = baseline(world.known);
  const found = baseline(fit);
  const inside = Array.from({ length: n }, (_, t) => {
    const draws = Float64Array.from({ length: found.length / n }, (_, draw) => found[draw * n + t]);
    return wanted[t] > quantile(draws, 0.05) && wanted[t] < quantile(draws, 0.95);
  }).filter(Boolean).length;
  // Nine in ten in expectation; neighbors are right or wrong together.
  expect(inside / n).toBeGreaterThan(0.6);
});
