// A configuration is checked whole: every problem with its path, its value and what to write instead.
import { describe, expect, test } from "vitest";
import { modelSampler } from "../../src/data/config/model-defaults.ts";
import { formatPath } from "../../src/data/config-problem.ts";
import { parseConfig } from "../../src/data/parse-config.ts";
import { formatProblem, type Problem, SpecError } from "../../src/errors.ts";
import type { AdstockSpec } from "../../src/media/adstock.ts";
import type { SaturationSpec } from "../../src/media/saturation.ts";
import type { PriorSpec } from "../../src/model/spec.ts";

const minimal = {
  data: { path: "a.csv", date: "date", kpi: { column: "revenue" } },
  channels: [{ name: "tv", spend: "tv_spend" }],
};

function problemsOf(value: unknown): readonly Problem[] {
  try {
    parseConfig(value);
  } catch (error) {
    if (error instanceof SpecError) return error.problems;
    throw error;
  }
  return [];
}

function at(value: unknown, path: string): Problem | undefined {
  return problemsOf(value).find((problem) => formatPath(problem.path ?? []) === path);
}

describe("a good configuration", () => {
  test("needs little: all else has a default", () => {
    const config = parseConfig(minimal);
    expect(config.data).toMatchObject({ decimal: ".", thousands: "none", currency: "USD", geo: null, frequency: null });
    expect(config.data.kpi).toEqual({ column: "revenue", kind: "revenue", revenue_per_kpi: null });
    expect(config.channels[0]).toMatchObject({ exposure: null, adstock: null, order: "adstock-first", priors: {} });
    expect(config.controls).toEqual([]);
    expect(config.model).toMatchObject({ kind: "default", holidays: null, priors: {} });
    expect(config.sampler).toEqual({
      chains: 4,
      warmup: null,
      draws: 1000,
      target_accept: null,
      max_tree_depth: 10,
      seed: 42,
    });
    expect(modelSampler(config)).toMatchObject({ warmup: 1000, target_accept: 0.9 });
  });

  test("samples each model as it needs where nothing is said", () => {
    const config = parseConfig({ ...minimal, model: { kind: "meridian" }, sampler: { target_accept: 0.95 } });
    expect(modelSampler(config)).toMatchObject({ chains: 4, warmup: 500, draws: 1000, target_accept: 0.95 });
  });

  test("may say everything", () => {
    const roi = { distribution: "log-normal", mu: 0, sigma: 1 };
    const config = parseConfig({
      title: "Spring",
      data: {
        ...minimal.data,
        geo: "region",
        population: "people",
        frequency: "weekly",
        decimal: ",",
        thousands: ".",
        currency: "EUR",
        kpi: { column: "orders", kind: "units", revenue_per_kpi: 35 },
        truth: "truth.json",
      },
      channels: [
        {
          name: "tv",
          spend: "tv_spend",
          exposure: "tv_impressions",
          adstock: { kind: "delayed", window: 13, normalize: true },
          saturation: { kind: "hill" },
          order: "saturation-first",
          priors: { roi },
        },
      ],
      controls: ["price", { column: "promo", prior: { distribution: "normal", mu: 0, sigma: 2 } }],
      model: {
        kind: "adelon",
        yearly_order: 3,
        year_start: "first-row",
        day_of_week: true,
        trend: "linear",
        holidays: "US",
      },
      sampler: { chains: 2, seed: 7 },
    });
    expect(config.controls).toEqual([
      { column: "price", is: null, by_population: false, prior: null },
      { column: "promo", is: null, by_population: false, prior: { distribution: "normal", mu: 0, sigma: 2 } },
    ]);
    expect(config.channels[0].priors).toEqual({ roi });
    expect(config.sampler).toMatchObject({ chains: 2, draws: 1000 });
  });

  test("names the kinds of adstock, saturation and prior that the model knows", () => {
    const { channels, controls } = parseConfig(minimal);
    const adstock: AdstockSpec["kind"] | undefined = channels[0].adstock?.kind;
    const saturation: SaturationSpec | null = channels[0].saturation;
    const prior: PriorSpec | null | undefined = controls[0]?.prior;
    expect([adstock, saturation, prior]).toEqual([undefined, null, undefined]);
  });
});

describe("a wrong configuration", () => {
  test("gives every problem at once, each with its path", () => {
    const paths = problemsOf({
      data: { path: "a.csv", kpi: { column: "revenue", kind: "revnue" }, decimal: ";" },
      channels: [
        { name: "tv", spend: "tv_spend", adstock: { kind: "geometric", window: 0 } },
        { name: "tv", spend: "x" },
      ],
      controls: [{ colum: "price" }, 3],
      sampler: { chains: "4", seed: -1, target_accept: 1 },
      smapler: {},
    }).map(({ path }) => formatPath(path ?? []));
    expect(paths.sort()).toEqual([
      "channels[0].adstock.window",
      "channels[1].name",
      "controls[0].colum",
      "controls[0].column",
      "controls[1]",
      "data.date",
      "data.decimal",
      "data.kpi.kind",
      "sampler.chains",
      "sampler.seed",
      "sampler.target_accept",
      "smapler",
    ]);
  });

  test("is a SpecError whose message lists the problems", () => {
    expect(() => parseConfig({ ...minimal, model: { kind: "bayes" } })).toThrow(
      'model.kind: "bayes" is not one of the possible values. Use one of default, adelon, pymc-marketing, meridian, robyn.',
    );
  });

  test("suggests the nearest key", () => {
    const problem = at({ ...minimal, chanels: [] }, "chanels");
    expect(problem).toMatchObject({ code: "unknown-key", remedy: 'Write "channels", the nearest valid key' });
    const deep = at({ ...minimal, channels: [{ name: "tv", spend: "s", adstok: {} }] }, "channels[0].adstok");
    expect(deep?.remedy).toBe('Write "adstock", the nearest valid key');
    expect(at({ ...minimal, zzz: 1 }, "zzz")?.remedy).toContain("Use one of title, data, channels");
  });

  test("suggests the nearest value", () => {
    const problem = at({ ...minimal, model: { kind: "adelo" } }, "model.kind");
    expect(problem?.remedy).toBe(
      'Use one of default, adelon, pymc-marketing, meridian, robyn; "adelon" is the nearest',
    );
  });

  test.each([
    [{ ...minimal, data: { ...minimal.data, date: undefined } }, "data.date", "missing-key"],
    [{ ...minimal, data: { ...minimal.data, date: 7 } }, "data.date", "wrong-type"],
    [{ ...minimal, data: { ...minimal.data, date: " " } }, "data.date", "empty-text"],
    [{ ...minimal, channels: [] }, "channels", "empty-list"],
    [{ ...minimal, channels: "tv" }, "channels", "wrong-type"],
    [{ ...minimal, channels: [{ name: "tv", spend: "s", adstock: {} }] }, "channels[0].adstock.kind", "missing-key"],
    [{ ...minimal, sampler: { draws: 10.5 } }, "sampler.draws", "wrong-type"],
    [{ ...minimal, sampler: { target_accept: 0.5 } }, "sampler.target_accept", "out-of-range"],
    [{ ...minimal, sampler: { max_tree_depth: 30 } }, "sampler.max_tree_depth", "out-of-range"],
    [{ ...minimal, model: { holidays: "usa" } }, "model.holidays", "invalid-value"],
    [{ ...minimal, model: { day_of_week: "yes" } }, "model.day_of_week", "wrong-type"],
    [{ ...minimal, model: { priors: { noise: { sigma: 1 } } } }, "model.priors.noise.distribution", "missing-key"],
    [{ ...minimal, model: { priors: { nois: { sigma: 1 } } } }, "model.priors.nois", "unknown-key"],
    [{ ...minimal, data: { ...minimal.data, currency: "dollar" } }, "data.currency", "invalid-value"],
    [{ ...minimal, data: { ...minimal.data, population: "people" } }, "data.population", "lone-setting"],
    [{ ...minimal, data: { ...minimal.data, thousands: "." } }, "data.thousands", "lone-setting"],
    [
      { ...minimal, data: { ...minimal.data, kpi: { column: "revenue", revenue_per_kpi: 3 } } },
      "data.kpi.revenue_per_kpi",
      "lone-setting",
    ],
    [{ ...minimal, controls: ["tv_spend"] }, "controls[0]", "repeated-column"],
    [{ ...minimal, controls: ["price", { column: "price" }] }, "controls[1].column", "repeated-column"],
    [{ ...minimal, channels: [{ name: "tv", spend: "s", exposure: "s" }] }, "channels[0].exposure", "repeated-column"],
    [{ ...minimal, controls: [true] }, "controls[0]", "wrong-type"],
    [{ ...minimal, organic: [{ name: "mail" }] }, "organic[0].exposure", "lone-setting"],
    [{ ...minimal, organic: [{ name: "posts", reach: "r" }] }, "organic[0].reach", "lone-setting"],
    [
      { ...minimal, organic: [{ name: "posts", reach: "r", frequency: "f", exposure: "e" }] },
      "organic[0].exposure",
      "lone-setting",
    ],
    [{ ...minimal, organic: [{ name: "tv", exposure: "mail" }] }, "organic[0].name", "repeated-name"],
    [{ ...minimal, organic: [{ name: "mail", exposure: "tv_spend" }] }, "organic[0].exposure", "repeated-column"],
    [{ ...minimal, controls: ["price"], treatments: [{ column: "price" }] }, "controls[0]", "repeated-column"],
    [{ ...minimal, treatments: [{ column: "price", baseline: "mean" }] }, "treatments[0].baseline", "invalid-value"],
    [{ ...minimal, data: { ...minimal.data, holdout: "revenue" } }, "data.kpi.column", "repeated-column"],
    [null, "", "wrong-type"],
    ["text", "", "wrong-type"],
  ])("%j is refused at %s as %s", (value, path, code) => {
    const problem = at(value, path);
    expect(problem).toMatchObject({ code, severity: "error" });
    expect(formatProblem(problem as Problem)).toMatch(/\. .+\.$/);
  });
});
