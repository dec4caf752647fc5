import { openStream, penalizedRegression, regressionMoments, variable } from "@carryover/engine";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fitFromRobynReport, robynReport } from "../../../src/analysis/robyn-report.ts";
import type { Panel } from "../../../src/data/panel.ts";
import type { Fit } from "../../../src/fit.ts";
import { resampledMembers } from "../../../src/frameworks/robyn/bootstrap.ts";
import type { Candidate } from "../../../src/frameworks/robyn/candidate.ts";
import { CandidateEvaluator } from "../../../src/frameworks/robyn/candidate-evaluator.ts";
import { ensembleCounts } from "../../../src/frameworks/robyn/ensemble.ts";
import { fitFromSearch } from "../../../src/frameworks/robyn/fit-from-search.ts";
import { type SearchProblem, searchProblem } from "../../../src/frameworks/robyn/search-problem.ts";
import { SeriesTransform } from "../../../src/frameworks/robyn/transform-series.ts";
import { resolveSpec } from "../../../src/model/resolve-spec.ts";
import type { ModelSpec } from "../../../src/model/spec.ts";
import { robynWeeklyConfig, statedSearch, weeklyPanel } from "../../support/robyn-fit.ts";

const panel = weeklyPanel();

function specOf(changes: object = {}): ModelSpec {
  const config = robynWeeklyConfig(changes);
  // Ranges of theta belong to geometric adstock.
  const isGeometric = config.model.robyn.adstock === "geometric";
  const without = <Each extends { readonly robyn: object }>(each: Each): Each => ({
    ...each,
    robyn: { ...each.robyn, theta: null },
  });
  return resolveSpec(
    panel,
    isGeometric ? config : { ...config, channels: config.channels.map(without), organic: config.organic.map(without) },
  );
}

/** Models as the search itself evaluates them, at genes spread over its ranges. */
function evaluated(spec: ModelSpec, count: number): Candidate[] {
  const evaluator = new CandidateEvaluator(searchProblem(panel, spec));
  const size = evaluator.hyperparameters.free.length;
  return Array.from({ length: count }, (_, index) => {
    const genes = Float64Array.from({ length: size }, (_gene, gene) => (0.37 * (gene + 1) * (index + 1)) % 1);
    return evaluator.describe(genes, 1, index + 1);
  });
}

describe("a model as a fit", () => {
  for (const adstock of ["geometric", "weibull-cdf", "weibull-pdf"] as const) {
    test(`predicts what the search evaluated, with ${adstock} adstock`, () => {
      const spec = specOf({ adstock });
      const [model] = evaluated(spec, 1);
      const fit = fitFromSearch(panel, spec, statedSearch([model], [1]), { draws: 1 });
      const { values } = fit.outcome({ exposure: panel.media.map(({ exposure }) => exposure) });
      const { from, to } = spec.robyn!.window;
      const observed = panel.kpi.values.subarray(from, to);
      const predicted = values.subarray(from, to);
      const squares = observed.reduce((sum, value, row) => sum + (value - predicted[row]) ** 2, 0);
      expect(Math.sqrt(squares / observed.length) / model.residualScale).toBeCloseTo(1, 9);
      expect(fit.noise()[0]).toBe(model.residualScale);
      const total = predicted.reduce((sum, value) => sum + value, 0);
      for (const { name, values: part } of fit.components()) {
        const own = name === "controls" ? undefined : model.shares[partName(name)];
        if (own === undefined) continue;
        const share = part.subarray(from, to).reduce((sum, value) => sum + value, 0) / total;
        expect(share).toBeCloseTo(own, 9);
      }
    });
  }

  test("stores the inflexion in money, so that it means the same for other data", () => {
    const spec = specOf();
    const [model] = evaluated(spec, 1);
    const fit = fitFromSearch(panel, spec, statedSearch([model], [1]), { draws: 1 });
    const inflexions = variable(fit.draws, "inflexion").values;
    expect(Array.from(inflexions)).toEqual(panel.media.map(({ name }) => model.inflexions[name]));
  });
});

const partNames: Readonly<Record<string, string>> = {
  baseline: "intercept",
  "yearly season": "season",
  holidays: "holiday",
};

function partName(name: string): string {
  return partNames[name] ?? name;
}

describe("the number of draws of each model", () => {
  const weights = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 12 });

  test("is its weight times all, rounded up or down, and all of them are used", () => {
    fc.assert(
      fc.property(weights, fc.integer({ min: 1, max: 500 }), (given, draws) => {
        const total = given.reduce((sum, value) => sum + value, 0);
        fc.pre(total > 1e-9);
        const counts = ensembleCounts(given, draws);
        expect(counts.reduce((sum, value) => sum + value, 0)).toBe(draws);
        counts.forEach((count, index) => {
          expect(Math.abs(count - (given[index] / total) * draws)).toBeLessThan(1 + 1e-6);
        });
      }),
    );
  });

  test("cannot be told for weights that are negative or all nothing", () => {
    expect(() => ensembleCounts([1, -1], 10)).toThrow(RangeError);
    expect(() => ensembleCounts([0, 0], 10)).toThrow(RangeError);
  });
});

describe("an ensemble", () => {
  const spec = specOf();
  const models = evaluated(spec, 3);
  const search = statedSearch(models, [0.5, 0.3, 0.2]);
  const plain = { ...spec, robyn: { ...spec.robyn!, ensemble: { draws: 10, bootstrap: false } } };
  const fit = fitFromSearch(panel, plain, search, { draws: 10 });

  test("holds each model as often as it weighs, in the order of their weights", () => {
    const lambdaOf = Array.from(variable(fit.draws, "sigma").values, (sigma) =>
      models.findIndex(({ residualScale }) => residualScale === sigma),
    );
    expect(lambdaOf).toEqual([0, 0, 0, 0, 0, 1, 1, 1, 2, 2]);
    expect(fit).toMatchObject({ framework: "robyn", ensemble: { models: 3, bootstrapped: false } });
  });

  test("answers what a weighted mean of its models would", () => {
    const plan = { exposure: panel.media.map(({ exposure }) => exposure.map((value) => 1.2 * value)) };
    const single = models.map(
      (model) =>
        fitFromSearch(panel, spec, statedSearch([model], [1]), { draws: 1 })
          .outcome(plan)
          .values.at(50) ?? 0,
    );
    const all = fit.outcome(plan).values;
    const mean =
      Array.from({ length: 10 }, (_, draw) => all[draw * panel.dates.length + 50]).reduce((a, b) => a + b) / 10;
    expect(mean / (0.5 * single[0] + 0.3 * single[1] + 0.2 * single[2])).toBeCloseTo(1, 12);
  });

  test("made again from its report gives the same draws to the bit", () => {
    const report = JSON.parse(JSON.stringify(robynReport(fit, search)));
    const again = fitFromRobynReport(panel, plain, report);
    expect(drawsOf(again)).toEqual(drawsOf(fit));
    expect(again.ensemble).toEqual(fit.ensemble);
  });
});

function drawsOf({ draws }: Fit): Record<string, number[]> {
  return Object.fromEntries(draws.variables.map(({ name, values }) => [name, Array.from(values)]));
}

describe("resampled members", () => {
  const spec = specOf();
  const [model] = evaluated(spec, 1);
  const members = resampledMembers(panel, spec, 5)(model, 300, 0);
  const coefficients = (name: string): number[] => members.map((member) => member.coefficients[name]);
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

  test("repeat to the bit with their seed, and differ with another", () => {
    const again = resampledMembers(panel, spec, 5)(model, 300, 0);
    const other = resampledMembers(panel, spec, 6)(model, 300, 0);
    expect(again.map((member) => member.coefficients)).toEqual(members.map((member) => member.coefficients));
    expect(other[0].coefficients).not.toEqual(again[0].coefficients);
  });

  test("keep the signs that the search keeps, and the transforms", () => {
    for (const { name } of panel.media) expect(Math.min(...coefficients(name))).toBeGreaterThanOrEqual(0);
    expect(members.every(({ hyperparameters }) => hyperparameters === model.hyperparameters)).toBe(true);
  });

  test("are centered at the model, which the penalty would shrink once more", () => {
    const values = coefficients("competitor_sales_B");
    const center = mean(values);
    const sd = Math.sqrt(mean(values.map((value) => (value - center) ** 2)));
    expect(Math.abs(center - model.coefficients.competitor_sales_B)).toBeLessThan((4 * sd) / Math.sqrt(values.length));
  });

  test("spread as least squares do, where there is hardly a penalty, no sign and no season", () => {
    const stream = openStream({ seed: 4, chain: 0, purpose: "data" });
    const [{ values: levels }] = panel.controls;
    const values = levels.map((level) => 1e6 + 0.2 * level + 1e5 * stream.normal());
    const made: Panel = { ...panel, kpi: { ...panel.kpi, values } };
    const free = Object.fromEntries([...panel.media, ...panel.organic!].map(({ name }) => [name, "free"]));
    const resolved = resolveSpec(made, robynWeeklyConfig({ decomposition: [], signs: free }));
    const { robyn } = resolved;
    const loose = {
      ...resolved,
      robyn: { ...robyn!, penalty: { ...robyn!.penalty, lambda: [0, 0] as const, lambdaMinRatio: 1e-9 } },
    };
    const problem = searchProblem(made, loose);
    const evaluator = new CandidateEvaluator(problem);
    const unpenalized = evaluator.describe(new Float64Array(evaluator.hyperparameters.free.length).fill(0.5), 1, 1);
    const drawn = resampledMembers(made, loose, 2)(unpenalized, 400, 0).map(
      (member) => member.coefficients.competitor_sales_B,
    );
    const center = mean(drawn);
    const sd = Math.sqrt(mean(drawn.map((value) => (value - center) ** 2)));
    const window = levels.subarray(6, 163);
    const level = mean(Array.from(window));
    const alone = unpenalized.residualScale / Math.sqrt(window.reduce((sum, value) => sum + (value - level) ** 2, 0));
    const inflation = partialInflation(problem, unpenalized);
    // 400 members tell a standard deviation to 3.5 %, blocks of six of 157 rows to another 10 %.
    expect(sd / (alone * Math.sqrt(inflation))).toBeGreaterThan(0.8);
    expect(sd / (alone * Math.sqrt(inflation))).toBeLessThan(1.2);
  });
});

/** Variance inflation of the first control by all other columns of a model, by regressing it on them. */
function partialInflation(problem: SearchProblem, model: Candidate): number {
  const transform = new SeriesTransform("geometric", problem.spec.adstockPeriods, problem.series[0].values.length);
  const others = problem.series.map(({ spec: { name }, values }) => {
    const of = (suffix: string): number => model.hyperparameters[`${name}_${suffix}`];
    const column = new Float64Array(problem.periods);
    transform.saturate(transform.adstock(values, of("thetas"), 0), problem.start, of("alphas"), of("gammas"), column);
    return column;
  });
  const [control, events] = problem.regressors.map(({ values }) => values);
  const moments = regressionMoments([...others, events], control);
  const { coefficients } = penalizedRegression(moments, { mixing: 0, lambda: 0 });
  const explained = coefficients.reduce((sum, value, index) => sum + value * moments.responseCovariances[index], 0);
  return moments.responseVariance / (moments.responseVariance - explained);
}
