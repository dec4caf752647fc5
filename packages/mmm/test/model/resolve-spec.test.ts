import { describe, expect, test } from "vitest";
import type { Panel } from "../../src/data/panel.ts";
import { SpecError } from "../../src/errors.ts";
import { resolveSpec } from "../../src/model/resolve-spec.ts";
import { smallWorld } from "../support/small-panel.ts";

function problemsOf(run: () => unknown): string[] {
  try {
    run();
  } catch (error) {
    if (error instanceof SpecError) return error.problems.map(({ found }) => found);
    throw error;
  }
  return [];
}

describe("the default model", () => {
  const { panel, config } = smallWorld();
  const spec = resolveSpec(panel, config);

  test("freezes scales measured on the panel: mean KPI, mean exposure on days with any, spend, mean and sd of controls", () => {
    const mean = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0) / values.length;
    expect(spec.scales.kpi).toBeCloseTo(mean(panel.kpi.values), 10);
    expect(spec.scales.media[0]).toBeCloseTo(mean(panel.media[0].exposure.filter((value) => value > 0)), 10);
    expect(spec.scales.spend[1]).toBeCloseTo(
      panel.media[1].spend.reduce((sum, value) => sum + value, 0),
      8,
    );
    expect(spec.scales.controls[0].center).toBeCloseTo(mean(panel.controls[0].values), 12);
    expect(spec.dataDigest).toBe(panel.digest);
  });

  test("states ROI priors whose mean gives media 40 % of the KPI in all", () => {
    const { mu, sigma } = spec.channels[0].priors.roi as unknown as { mu: number; sigma: number };
    const impliedShare =
      (Math.exp(mu + (sigma * sigma) / 2) * (spec.scales.spend[0] + spec.scales.spend[1])) /
      panel.kpi.values.reduce((sum, value) => sum + value, 0);
    expect(impliedShare).toBeCloseTo(0.4, 10);
  });

  test("keeps a prior the configuration gives, and the order of the channels", () => {
    const roi = { distribution: "log-normal", mu: 0, sigma: 0.5 };
    const channels = config.channels.map((channel) => ({ ...channel, priors: { roi } }));
    const given = resolveSpec(panel, { ...config, channels });
    expect(given.channels.map(({ name, priors }) => [name, priors.roi])).toEqual([
      ["tv", roi],
      ["search", roi],
    ]);
  });

  test("reports every prior that is wrong at once, and says what would be right", () => {
    const channels = [
      { ...config.channels[0], priors: { halfsaturation: { distribution: "normal", mean: 0, sd: 1 } } },
      { ...config.channels[1], priors: { retention: { distribution: "betta", alpha: 1, beta: 1 } } },
    ];
    const priors = { noise: { distribution: "half-normal", sd: -1 } };
    const problems = problemsOf(() => resolveSpec(panel, { ...config, channels, model: { ...config.model, priors } }));
    expect(problems).toHaveLength(3);
    expect(problems[0]).toContain('channel "tv" has no parameter "halfsaturation"');
    expect(problems[1]).toContain("betta");
    expect(problems[2]).toContain("noise");
  });

  test("refuses priors that reach values their parameters cannot have", () => {
    const normal = { distribution: "normal", mean: 0.5, sd: 0.2 };
    const channels = [
      { ...config.channels[0], priors: { retention: normal, roi: normal } },
      {
        ...config.channels[1],
        priors: { halfSaturation: normal, slope: { distribution: "uniform", lower: 0, upper: 9 } },
      },
    ];
    const priors = { noise: { distribution: "student-t", degreesOfFreedom: 3, location: 0, scale: 1 }, trend: normal };
    const problems = problemsOf(() => resolveSpec(panel, { ...config, channels, model: { ...config.model, priors } }));
    expect(problems).toEqual([
      'the prior of channel "tv", retention reaches values it cannot have: it lies between 0 and 1, the normal from -Infinity to Infinity',
      'the prior of channel "search", halfSaturation reaches values it cannot have: it lies above 0, the normal from -Infinity to Infinity',
      "the prior of the noise reaches values it cannot have: it lies above 0, the student-t from -Infinity to Infinity",
    ]);
  });

  test("allows a wide family cut off at the range", () => {
    const retention = { distribution: "truncated-normal", mean: 0.5, sd: 0.2, lower: 0, upper: 1 };
    const channels = [{ ...config.channels[0], priors: { retention } }, config.channels[1]];
    expect(resolveSpec(panel, { ...config, channels }).channels[0].priors.retention).toEqual(retention);
  });
});

describe("a KPI that gives no scale", () => {
  const { panel, config } = smallWorld();
  const withKpi = (kpi: Partial<Panel["kpi"]>): Panel => ({ ...panel, kpi: { ...panel.kpi, ...kpi } });

  test.each([
    ["a loss on the whole", withKpi({ values: panel.kpi.values.map((value) => value - 5_000) }), /in the mean/],
    ["worth nothing", withKpi({ revenuePerKpi: new Float64Array(panel.dates.length) }), /is worth 0 in all/],
  ])("%s is refused by the default model, with the column named", (_, unusable, found) => {
    expect(problemsOf(() => resolveSpec(unusable, config))).toEqual([expect.stringMatching(found)]);
    expect(() => resolveSpec(unusable, config)).toThrow(/column "revenue"/);
  });

  test("single periods of loss are not refused, nor is any KPI by the seed's model, which has no scale", () => {
    const values = panel.kpi.values.map((value, t) => (t === 3 ? -value : value));
    expect(resolveSpec(withKpi({ values }), config).scales.kpi).toBeGreaterThan(0);
    const seed = smallWorld({ kind: "adelon" });
    const losses = { ...seed.panel, kpi: { ...seed.panel.kpi, values: seed.panel.kpi.values.map((value) => -value) } };
    expect(() => resolveSpec(losses, seed.config)).not.toThrow();
  });
});

test("the seed's model has the seed's priors for the seed's channels, and scaled ones for others", () => {
  const { panel, config } = smallWorld({ kind: "adelon" });
  const channels = [config.channels[0], { ...config.channels[1], name: "podcast" }];
  const spec = resolveSpec(panel, { ...config, channels });
  expect(spec.channels[0].priors.retention).toEqual({ distribution: "beta", alpha: 8.5, beta: 1.5 });
  expect(spec.channels[0].priors.halfSaturation).toEqual({ distribution: "half-normal", sd: 200_000 });
  expect(spec.channels[1].priors.retention).toEqual({ distribution: "beta", alpha: 2, beta: 2 });
  expect(spec.seasonality.anchor).toBe("first-row");
  expect(spec.intercept).toEqual({ distribution: "normal", mean: 50_000, sd: 10_000 });
});

test("the seed's model refuses what it has no choice of, instead of ignoring it", () => {
  const { panel, config } = smallWorld({ kind: "adelon", holidays: "US", trend: "none" });
  const channels = [
    { ...config.channels[0], adstock: { kind: "delayed" as const, window: 4, normalize: true } },
    { ...config.channels[1], saturation: { kind: "root" as const }, order: "saturation-first" as const },
  ];
  expect(problemsOf(() => resolveSpec(panel, { ...config, channels }))).toEqual(
    ["adstock", "saturation", "order", "trend", "holidays"].map((each) => `model "adelon" has no choice of ${each}`),
  );
});
