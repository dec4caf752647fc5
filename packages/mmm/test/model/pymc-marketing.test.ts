import { compile, openStream } from "@carryover/engine";
import { describe, expect, test } from "vitest";
import { buildModel } from "../../src/model/build-model.ts";
import { resolveSpec } from "../../src/model/resolve-spec.ts";
import { smallWorld } from "../support/small-panel.ts";
import { adstockKinds, saturationKinds } from "../support/transform-kinds.ts";

describe("PyMC-Marketing's model", () => {
  const { panel, config } = smallWorld({ kind: "pymc-marketing" });
  const spec = resolveSpec(panel, config);

  test("divides KPI and exposure by their largest value and leaves controls as they are", () => {
    expect(spec.scales.kpi).toBe(Math.max(...panel.kpi.values));
    expect(spec.scales.media).toEqual(panel.media.map(({ exposure }) => Math.max(...exposure)));
    expect(spec.scales.controls).toEqual([
      { center: 0, scale: 1 },
      { center: 0, scale: 1 },
    ]);
  });

  test("has the original's transforms and priors where the configuration is silent", () => {
    expect(spec.channels[0].adstock).toEqual({ kind: "geometric", window: 8, normalize: true });
    expect(spec.channels[0].saturation).toEqual({ kind: "logistic" });
    expect(spec.channels[0].priors).toEqual({
      retention: { distribution: "beta", alpha: 1, beta: 3 },
      rate: { distribution: "gamma", shape: 3, rate: 1 },
      coefficient: { distribution: "half-normal", sd: 2 },
    });
    expect(spec.intercept).toEqual({ distribution: "normal", mean: 0, sd: 2 });
    expect(spec.noise).toEqual({ distribution: "half-normal", sd: 2 });
    expect(spec.trend.kind).toBe("none");
    expect(spec.seasonality).toMatchObject({ yearlyOrder: 2, anchor: "calendar", dayOfWeek: false });
  });

  test("states the gammas of the Weibull adstocks by mean and deviation, and gives the cumulative one a weight more", () => {
    const of = (kind: "weibull-pdf" | "weibull-cdf") =>
      resolveSpec(panel, {
        ...config,
        channels: [{ ...config.channels[0], adstock: { kind, window: null, normalize: null } }, config.channels[1]],
      }).channels[0];
    expect(of("weibull-pdf").adstock).toMatchObject({ window: 8 });
    expect(of("weibull-pdf").priors.shape).toEqual({ distribution: "gamma", shape: 9, rate: 3 });
    expect(of("weibull-cdf").adstock).toMatchObject({ window: 9 });
    expect(of("weibull-cdf").priors.scale).toEqual({ distribution: "gamma", shape: 0.6400000000000001, rate: 0.32 });
  });

  test("intercept and controls are integrated out, and variables have the original's names", () => {
    const posterior = compile(buildModel(panel, spec).graph);
    // 4 Fourier terms with Laplace priors, 2 × (alpha, lam, beta), the noise.
    expect(posterior.dim).toBe(11);
    expect(posterior.variables.map(({ name }) => name).toSorted()).toEqual([
      "adstock_alpha",
      "gamma_control",
      "gamma_fourier",
      "intercept",
      "saturation_beta",
      "saturation_lam",
      "y_sigma",
    ]);
  });

  // Every kind once, and with all adstocks the tanh, whose scale's prior hangs on the coefficient.
  test.each([
    ...adstockKinds.map((adstock) => [adstock, "tanh"] as const),
    ...saturationKinds.map((saturation) => ["geometric", saturation] as const),
  ])(
    "its %s adstock goes with its %s saturation: a finite density with the gradient of its differences",
    (adstock, saturation) => {
      const channels = config.channels.map((channel) => ({
        ...channel,
        adstock: { kind: adstock, window: null, normalize: null },
        saturation: { kind: saturation },
      }));
      const chosen = resolveSpec(panel, { ...config, channels });
      const posterior = compile(buildModel(panel, chosen).graph);
      const position = posterior.initialPosition(openStream({ seed: 5, chain: 0, purpose: "initial" }));
      const gradient = new Float64Array(posterior.dim);
      expect(posterior.evaluate(position, gradient)).toSatisfy(Number.isFinite);
      const unused = new Float64Array(posterior.dim);
      gradient.forEach((slope, index) => {
        const step = 1e-5;
        const at = (shift: number): number => posterior.evaluate(position.with(index, position[index] + shift), unused);
        const difference = (at(step) - at(-step)) / (2 * step);
        // Differences of a density near 10³ at this step are good to 1e-6 relative.
        expect(Math.abs(slope - difference)).toBeLessThan(2e-4 * (1 + Math.abs(difference)));
      });
    },
  );

  test("the tanh's scale has the coefficient as its prior's deviation, unless a prior is given", () => {
    const channels = config.channels.map((channel) => ({ ...channel, saturation: { kind: "tanh" as const } }));
    const chosen = resolveSpec(panel, { ...config, channels });
    const { graph } = buildModel(panel, chosen);
    const scale = graph.parameters.find(({ name }) => name === "saturation_scale");
    expect(scale?.priors.map(({ args }) => typeof args[0])).toEqual(["object", "object"]);
    const given = { saturationScale: { distribution: "half-normal", sd: 1 } };
    const fixed = resolveSpec(panel, { ...config, channels: channels.map((each) => ({ ...each, priors: given })) });
    const own = buildModel(panel, fixed).graph.parameters.find(({ name }) => name === "saturation_scale");
    expect(own?.priors.map(({ args }) => args)).toEqual([[1], [1]]);
  });

  test("parts it does not have by default can be asked for", () => {
    const asked = smallWorld({ kind: "pymc-marketing", trend: "linear", day_of_week: true, holidays: "US" });
    const model = buildModel(asked.panel, resolveSpec(asked.panel, asked.config));
    expect(model.components.map(({ name }) => name)).toEqual([
      "baseline",
      "trend",
      "yearly season",
      "day of week",
      "holidays",
      "controls",
      "tv",
      "search",
    ]);
  });
});
