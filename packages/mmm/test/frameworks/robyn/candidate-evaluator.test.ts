import { expect, test } from "vitest";
import { CandidateEvaluator } from "../../../src/frameworks/robyn/candidate-evaluator.ts";
import type { Hyperparameters } from "../../../src/frameworks/robyn/hyperparameters.ts";
import { normalizedError, shareDistance } from "../../../src/frameworks/robyn/objectives.ts";
import { searchProblem } from "../../../src/frameworks/robyn/search-problem.ts";
import { SeriesTransform } from "../../../src/frameworks/robyn/transform-series.ts";
import { robynWeibullCdfAdstock, robynWeibullPdfAdstock } from "../../../src/media/robyn-adstock.ts";
import { robynPort, robynWeeklyPanel, robynWeeklySearch, robynWeeklySpec } from "../../support/robyn-weekly.ts";

const panel = robynWeeklyPanel();
const problem = searchProblem(panel, robynWeeklySpec());
const evaluator = new CandidateEvaluator(problem);

function genesOf({ names, bounds, free }: Hyperparameters, values: Readonly<Record<string, number>>): Float64Array {
  return Float64Array.from(free, (place) => {
    const [low, high] = bounds[place];
    const share = (values[names[place]] - low) / (high - low);
    return names[place] === "lambda" ? share ** 0.25 : share;
  });
}

test("lambda runs between Robyn's bounds", () => {
  expect(problem.lambdaRange[1] / robynPort.solutions[0].lambdaMax).toBeCloseTo(1, 12);
  expect(problem.lambdaRange[0] / problem.lambdaRange[1]).toBeCloseTo(0.0001, 12);
});

test.each(robynPort.solutions)("at the hyperparameters of $id coefficients are glmnet's at its minimum", (solution) => {
  const model = evaluator.describe(genesOf(evaluator.hyperparameters, solution.hyperparameters), 1, 1);
  expect(model.lambda / solution.lambda).toBeCloseTo(1, 12);
  for (const [name, coefficient] of Object.entries(solution.converged)) {
    expect(model.coefficients[name] / coefficient).toBeCloseTo(1, 7);
  }
  // Robyn's parts of the decomposition have coefficients from 0 to 1; this one wants more.
  expect(model.coefficients.holiday).toBe(1);
  expect(model.intercept).toBe(solution.coefficients.intercept);
  // The port stops before the minimum, and errs more: NRMSE is what the regression makes small, but for its penalty.
  expect(model.nrmse).toBeLessThan(solution.nrmse);
  expect(model.nrmse / solution.nrmse).toBeGreaterThan(0.995);
  expect(Object.values(model.shares).reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 12);
});

test.each(robynPort.solutions)("with the port's coefficients of $id errors are the port's", (solution) => {
  const { spec, series, regressors, start, periods, response } = problem;
  const transform = new SeriesTransform("geometric", spec.adstockPeriods, 208);
  const predicted = new Float64Array(periods);
  const add = (column: Float64Array, name: string): number => {
    const coefficient = solution.coefficients[name];
    for (let row = 0; row < periods; row += 1) predicted[row] += coefficient * column[row];
    return coefficient * column.reduce((sum, value) => sum + value, 0);
  };
  const effects = series.map(({ values, spec: { name } }) => {
    const at = (kind: string): number => solution.hyperparameters[`${name}_${kind}`];
    const column = new Float64Array(periods);
    const adstocked = transform.adstock(values, at("thetas"), 0);
    transform.saturate(adstocked, start, at("alphas"), at("gammas"), column);
    return add(column, name);
  });
  for (const regressor of regressors) add(regressor.values, regressor.spec.name);
  expect(normalizedError(response, predicted, 0, periods)).toBeCloseTo(solution.nrmse, 12);
  const paid = series.filter((own) => own.spec.kind === "paid");
  const rssd = shareDistance(
    Float64Array.from(paid, (_, index) => effects[index]),
    Float64Array.from(paid, ({ spend }) => spend),
    true,
  );
  // The port rounds spend shares to four digits.
  expect(rssd).toBeCloseTo(solution.rssd, 3.5);
});

test("what is evaluated and what is described of a model agree", () => {
  const genes = new Float64Array(evaluator.hyperparameters.free.length).fill(0.4);
  const errors = new Float64Array(3);
  evaluator.evaluate(genes, errors);
  const { nrmse, rssd, mapeLift } = evaluator.describe(genes, 2, 7);
  expect([nrmse, rssd, mapeLift]).toEqual([...errors]);
});

test("held-out and unknown periods do not change what is learned, whatever their KPI", () => {
  const wild = panel.kpi.values.slice();
  wild[50] = 1e12;
  wild[60] = Number.NaN;
  const spec = { ...robynWeeklySpec(), holdout: [50, 60] };
  const genes = new Float64Array(evaluator.hyperparameters.free.length).fill(0.4);
  const held = new CandidateEvaluator(searchProblem(panel, spec)).describe(genes, 1, 1);
  const other = { ...panel, kpi: { ...panel.kpi, values: wild } };
  expect(new CandidateEvaluator(searchProblem(other, spec)).describe(genes, 1, 1)).toEqual(held);
  expect(held.nrmse).not.toBe(evaluator.describe(genes, 1, 1).nrmse);
});

test("with validation the share that trains is searched, and NRMSE is that of the rows after it", () => {
  const spec = robynWeeklySpec({ validation: { trainShare: [0.5, 0.8] } });
  const split = new CandidateEvaluator(searchProblem(panel, spec));
  expect(split.hyperparameters.names).toContain("train_size");
  const model = split.describe(new Float64Array(split.hyperparameters.free.length).fill(0.5), 1, 1);
  expect(model.nrmse).toBe(model.validation?.nrmse);
  expect(model.train.nrmse).not.toBe(model.validation?.nrmse);
  expect(model.test?.nrmse).toBeGreaterThan(0);
  expect(model.hyperparameters.train_size).toBeCloseTo(0.65, 12);
});

test("a lift test adds the distance from it: none where the model says just that", () => {
  const genes = new Float64Array(evaluator.hyperparameters.free.length).fill(0.4);
  const distance = (lift: number, scope: "total" | "immediate", channels = ["tv_S"]): number => {
    const lifted = robynWeeklySpec({ lifts: [{ channels, from: 40, to: 51, lift, scope }] });
    return new CandidateEvaluator(searchProblem(panel, lifted)).describe(genes, 1, 1).mapeLift;
  };
  // distance = |response − lift| / lift, so that a small lift tells the response.
  const response = 1e-3 * (distance(1e-3, "total") + 1);
  expect(distance(response, "total")).toBeLessThan(1e-6);
  expect(distance(response / 2, "total")).toBeCloseTo(1, 5);
  const immediate = 1e-3 * (distance(1e-3, "immediate") + 1);
  expect(immediate).toBeLessThan(response);
  expect(immediate).toBeGreaterThan(0);
  // Channels tested together bring what each of them brings.
  const alone = (channel: string): number => 1e-3 * (distance(1e-3, "total", [channel]) + 1);
  const together = alone("tv_S") + alone("print_S");
  expect(distance(together, "total", ["tv_S", "print_S"])).toBeLessThan(1e-6);
});

test("penalty factors are hyperparameters, one for each regressor, and change the model", () => {
  const search = robynWeeklySearch();
  const spec = robynWeeklySpec({ penalty: { ...search.penalty, searchFactors: true } });
  const factored = new CandidateEvaluator(searchProblem(panel, spec));
  const { names, free } = factored.hyperparameters;
  expect(names.filter((name) => name.endsWith("_penalty"))).toHaveLength(11);
  const genes = new Float64Array(free.length).fill(0.4);
  const even = factored.describe(genes, 1, 1);
  const plain = evaluator.describe(genes.slice(0, evaluator.hyperparameters.free.length), 1, 1);
  expect(even.nrmse).toBeCloseTo(plain.nrmse, 12);
  genes[names.indexOf("tv_S_penalty")] = 0;
  expect(factored.describe(genes, 1, 1).coefficients.tv_S).not.toBeCloseTo(plain.coefficients.tv_S, 3);
});

test.each(["weibull-cdf", "weibull-pdf"] as const)(
  "%s adstock has a shape and a scale in place of theta",
  (adstock) => {
    const search = robynWeeklySearch();
    const media = search.media.map((own) => ({ ...own, shape: [0.5, 5] as const, scale: [0.01, 0.1] as const }));
    const weibull = new CandidateEvaluator(searchProblem(panel, robynWeeklySpec({ adstock, media })));
    const model = weibull.describe(new Float64Array(weibull.hyperparameters.free.length).fill(0.4), 1, 1);
    expect(model.hyperparameters.tv_S_shapes).toBeCloseTo(2.3, 12);
    expect(model.hyperparameters).not.toHaveProperty("tv_S_thetas");
    // Half the effect is reached at gamma times the greatest adstocked value of the window.
    const transform = adstock === "weibull-cdf" ? robynWeibullCdfAdstock : robynWeibullPdfAdstock;
    const { adstocked } = transform(panel.media[0].spend, 2.3, model.hyperparameters.tv_S_scales);
    const greatest = Math.max(...adstocked.subarray(6, 163));
    expect(model.inflexions.tv_S / (model.hyperparameters.tv_S_gammas * greatest)).toBeCloseTo(1, 12);
  },
);

test("a refresh is judged by the change of shares: none at the model it starts from", () => {
  const genes = new Float64Array(evaluator.hyperparameters.free.length).fill(0.4);
  const before = evaluator.describe(genes, 1, 1);
  const refreshed = (previousShares: Readonly<Record<string, number>>): number => {
    const spec = robynWeeklySpec({ refresh: { previousShares, steps: 4 } });
    return new CandidateEvaluator(searchProblem(panel, spec)).describe(genes, 1, 1).rssd;
  };
  expect(refreshed(before.shares)).toBeCloseTo(0, 12);
  const moved = { ...before.shares, tv_S: before.shares.tv_S + 0.1 };
  expect(refreshed(moved)).toBeCloseTo(0.1 / Math.sqrt(5), 12);
  const other = { ...before.shares, trend: before.shares.trend + 0.1 };
  expect(refreshed(other)).toBeCloseTo(0.1 / Math.sqrt(7) / (1 - 4 / 157), 12);
});

test("a panel of several geos and series that it lacks are refused", () => {
  expect(() => searchProblem({ ...panel, geos: ["a", "b"] }, robynWeeklySpec())).toThrow("one geo");
  expect(() => searchProblem({ ...panel, organic: [] }, robynWeeklySpec())).toThrow('no organic series "newsletter"');
  expect(() => searchProblem({ ...panel, controls: [] }, robynWeeklySpec())).toThrow('no control "competitor_sales_B"');
});

test("a channel that was silent in the window has no effect, and the others are fitted as without it", () => {
  const silent = { ...panel, media: panel.media.map((own, index) => (index === 3 ? quiet(own.name) : own)) };
  const genes = new Float64Array(evaluator.hyperparameters.free.length).fill(0.4);
  const model = new CandidateEvaluator(searchProblem(silent, robynWeeklySpec())).describe(genes, 1, 1);
  expect(model.coefficients.facebook_S).toBe(0);
  expect(model.inflexions.facebook_S).toBe(0);
  expect(model.returnOnSpend.facebook_S).toBeNaN();
  expect(model.nrmse).toBeGreaterThan(0);
});

function quiet(name: string) {
  const none = new Float64Array(208);
  return { name, exposure: none, spend: none };
}

test("a Weibull scale of zero carries nothing over", () => {
  const transform = new SeriesTransform("weibull-pdf", 5, 5);
  const media = Float64Array.of(3, 0, 2, 0, 1);
  expect([...transform.adstock(media, 2, 0)]).toEqual([...media]);
  expect(transform.immediate).toBe(1);
  const carried = [...transform.adstock(media, 2, 0.5)];
  const { adstocked, weights } = robynWeibullPdfAdstock(media, 2, 0.5);
  for (const [period, value] of carried.entries()) expect(value).toBeCloseTo(adstocked[period], 12);
  expect(transform.immediate).toBe(weights[0]);
});
