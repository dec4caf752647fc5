// The whole evaluation of a fit whose every number can be worked out.
import { beforeAll, expect, test } from "vitest";
import { evaluate } from "../../src/analysis/evaluate.ts";
import type { Evaluation } from "../../src/analysis/evaluation.ts";
import { metrics } from "../../src/analysis/metrics.ts";
import { evaluationTables } from "../../src/analysis/tables.ts";
import type { Fit } from "../../src/fit.ts";
import { additiveFit, days } from "./additive-fit.ts";
import { seedTruth } from "./seed-truth.ts";

const periods = 30;
const total = 800;
const tvSpend = Array.from({ length: periods }, (_, day) => (day % 3 === 0 ? 60_000 : 30_000));
const searchSpend = Array.from({ length: periods }, (_, day) => (day % 5 === 0 ? 0 : 10_000 + 500 * day));
/** 0 … 1 in an order without autocorrelation, the same in every chain. */
const spread = (step: number): number[] =>
  Array.from({ length: total }, (_, draw) => ((draw * step) % (total / 4)) / (total / 4));
const around = (center: number, width: number, step: number): number[] =>
  spread(step).map((share) => center + width * (share - 0.5));

let fit: Fit;
let evaluation: Evaluation;

function fitTo(kpi: readonly number[]): Fit {
  return additiveFit({
    kind: "adelon",
    dates: days(periods),
    kpi,
    chains: 4,
    intercept: around(50_000, 400, 77),
    noise: around(2_500, 200, 31),
    channels: [
      {
        name: "tv",
        spend: tvSpend,
        adstock: { kind: "geometric", window: null, normalize: false },
        saturation: { kind: "hill" },
        parameters: {
          retention: around(0.85, 0.1, 63),
          halfSaturation: around(150_000, 20_000, 51),
          slope: around(2.5, 0.6, 47),
        },
        coefficient: around(17_500, 4_000, 93),
      },
      {
        name: "search",
        spend: searchSpend,
        adstock: { kind: "geometric", window: null, normalize: false },
        saturation: { kind: "hill" },
        parameters: {
          retention: around(0.2, 0.1, 39),
          halfSaturation: around(30_000, 4_000, 17),
          slope: around(3, 0.6, 57),
        },
        coefficient: around(27_500, 4_000, 83),
        roiPrior: { distribution: "log-normal", mu: 0, sigma: 1 },
      },
    ],
  });
}

beforeAll(() => {
  const blind = fitTo(new Array<number>(periods).fill(0));
  const { values } = blind.outcome({ exposure: blind.panel.media.map(({ exposure }) => exposure) });
  const mean = Array.from({ length: periods }, (_, period) =>
    values.reduce((sum, value, index) => (index % periods === period ? sum + value / total : sum), 0),
  );
  fit = fitTo(mean.map((value, day) => value + 3_000 * Math.sin(5 * day)));
  evaluation = evaluate(fit, { truth: seedTruth, sampling: { warmup: 500, seed: 42, targetAccept: 0.9 } });
});

test("names, dates and observations are those of the fit", () => {
  expect(evaluation.model).toEqual({ kind: "adelon", framework: "bayesian" });
  expect(evaluation.title).toBe("What 2 media channels brought in revenue");
  expect(evaluation.dates).toEqual(days(periods));
  expect(evaluation.observed).toEqual([...fit.panel.kpi.values]);
  expect(evaluation.channels.map(({ name }) => name)).toEqual(["tv", "search"]);
  expect(evaluation.spendOverTime).toEqual([
    { name: "tv", values: tvSpend },
    { name: "search", values: searchSpend },
  ]);
  expect(evaluation.sampling).toEqual({
    chains: 4,
    draws: 200,
    warmup: 500,
    seed: 42,
    targetAccept: 0.9,
    samplingSeconds: 1.5,
    gradientEvaluations: 1234,
    interrupted: false,
  });
});

test("ROAS times spend is the contribution, blended ROAS the spend-weighted mean", () => {
  let money = 0;
  for (const { roas, spend, contribution } of evaluation.channels) {
    expect(roas.mean * spend).toBeCloseTo(contribution.mean, 3);
    money += contribution.mean;
  }
  const spend = evaluation.channels.reduce((sum, channel) => sum + channel.spend, 0);
  expect(evaluation.blendedRoas.mean).toBeCloseTo(money / spend, 9);
  const observed = evaluation.observed.reduce<number>((sum, value) => sum + Number(value), 0);
  expect(evaluation.mediaShare.mean).toBeCloseTo(money / observed, 9);
});

test("shares of components, of contribution and of spend each sum to one", () => {
  const whole = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);
  expect(whole(evaluation.components.map(({ share }) => share))).toBeCloseTo(1, 9);
  expect(whole(evaluation.channels.map(({ contributionShare }) => contributionShare.mean))).toBeCloseTo(1, 9);
  expect(whole(evaluation.channels.map(({ spendShare }) => spendShare))).toBeCloseTo(1, 9);
  expect(whole(evaluation.channels.map(({ probabilityBest }) => probabilityBest))).toBeCloseTo(1, 9);
});

test("the predicted mean is the sum of the components' means, its bands nest and hold the noise", () => {
  const { predicted, components } = evaluation;
  predicted.mean.forEach((mean, period) => {
    const summed = components.reduce((sum, component) => sum + component.overTime.mean[period], 0);
    expect(mean).toBeCloseTo(summed, 5);
    const ordered = [predicted.lower94, predicted.lower50, predicted.upper50, predicted.upper94].map((b) => b[period]);
    expect(ordered).toEqual(ordered.toSorted((left, right) => left - right));
    // Noise alone makes the 94 % interval 2 · 1.88 · 2 500 wide; 800 draws give it to within 15 %.
    expect(ordered[3] - ordered[0]).toBeGreaterThan(0.85 * 2 * 1.88 * 2_500);
  });
});

test("a channel's series over time is its component's", () => {
  const component = evaluation.components.find(({ name }) => name === "tv");
  expect(evaluation.channels[0].overTime).toEqual(component?.overTime);
  expect(component?.group).toBe("media");
  expect(evaluation.channels[0].contribution).toEqual(component?.total);
});

test("current spend lies on the response curve, beside its linear neighbors", () => {
  for (const { responseCurve, currentSpendPerPeriod, observedMaximum, spend } of evaluation.channels) {
    expect(currentSpendPerPeriod).toBeCloseTo(spend / periods, 9);
    expect(responseCurve.some(({ spendPerPeriod }) => spendPerPeriod === currentSpendPerPeriod)).toBe(true);
    expect(responseCurve.at(-1)?.spendPerPeriod).toBeCloseTo(1.5 * observedMaximum, 6);
  }
});

test("half-life and saturation come from the channel's own parameters", () => {
  const [tv, search] = evaluation.channels;
  // Retention spread evenly over 0.80 … 0.90 and 0.15 … 0.25.
  expect(tv.halfLifePeriods.median).toBeCloseTo(Math.log(0.5) / Math.log(0.85), 1);
  expect(search.halfLifePeriods.median).toBeCloseTo(Math.log(0.5) / Math.log(0.2), 1);
  // Retention 0.80 to 0.90 and half saturation 140 000 to 160 000: on either side of two thirds.
  expect(tv.saturation.state).toBe("unknown");
  expect(tv.saturation.level?.mean).toBeGreaterThan(0.5);
  expect(search.saturation.level?.mean).toBeLessThan(tv.saturation.level?.mean ?? 0);
});

test("contraction is given where the prior is stated in ROI", () => {
  expect(evaluation.channels[0].contraction).toBeNull();
  expect(evaluation.channels[1].contraction).toBeGreaterThan(0.5);
});

test("truths around which the draws were spread are recovered", () => {
  const rows = new Map(evaluation.recovery.map((each) => [each.label, each]));
  for (const label of ["adstock_alpha[tv]", "saturation_K[search]", "saturation_S[tv]", "roas[tv]", "roas[search]"]) {
    expect(rows.get(label)).toMatchObject({ inside94: true });
  }
  expect(evaluation.trueRoas.tv).toBeCloseTo(evaluation.channels[0].roas.mean, 1);
});

test("without truth there is nothing to recover", () => {
  const bare = evaluate(fit, { title: "Test", sampling: { warmup: 1, seed: 1, targetAccept: 0.8 } });
  expect(bare.recovery).toEqual([]);
  expect(bare.trueRoas).toEqual({});
  expect(bare.title).toBe("Test");
  expect(metrics(bare)).toMatchObject({ recovered: null, recoverable: null });
});

test("every parameter has a row, traces are those of the worst twelve at most", () => {
  expect(evaluation.parameters.map(({ label }) => label)).toContain("saturation_K[search]");
  expect(evaluation.parameters).toHaveLength(8);
  expect(evaluation.traces).toHaveLength(8);
  expect(evaluation.traces[0].chains).toHaveLength(4);
});

test("independent draws pass every check", () => {
  expect(evaluation.diagnostics).toMatchObject({ verdict: "pass", findings: [], divergences: 0, badParetoK: 0 });
  expect(evaluation.diagnostics.sentence).toContain("can be trusted");
  // LOO and WAIC differ by less than their effective number of parameters where no observation is influential.
  const { elpdLoo, elpdWaic, pLoo } = evaluation.diagnostics;
  expect(Math.abs(elpdLoo - elpdWaic)).toBeLessThan(pLoo / 2);
});

test("one day that LOO cannot judge is named, and lowers the verdict only where it is more than 1 % of days", () => {
  const shocked: Fit = {
    ...fit,
    // The log-likelihood of day 3 varies by 8 between draws: its importance weights have no mean.
    pointwiseLogLikelihood: () =>
      fit.pointwiseLogLikelihood().map((value, index) => {
        const draw = Math.floor(index / periods);
        return index % periods === 3 ? -8 * -Math.log1p(-((draw * 0.618034) % 1)) : value;
      }),
  };
  const { diagnostics } = evaluate(shocked, { sampling: { warmup: 1, seed: 1, targetAccept: 0.8 } });
  expect(diagnostics.findings).toMatchObject([{ check: "pareto-k", subjects: ["2024-01-04"] }]);
  expect(diagnostics).toMatchObject({ badParetoK: 1, verdict: "caution" });
});

test("a chain that went elsewhere fails the fit and is named", () => {
  const { draws } = fit;
  const strayed: Fit = {
    ...fit,
    draws: {
      ...draws,
      variables: draws.variables.map((each) =>
        each.name === "sigma"
          ? { ...each, values: each.values.map((value, index) => (index < 200 ? value + 5_000 : value)) }
          : each,
      ),
    },
  };
  const { diagnostics } = evaluate(strayed, { sampling: { warmup: 1, seed: 1, targetAccept: 0.8 } });
  expect(diagnostics.verdict).toBe("fail");
  expect(diagnostics.findings[0]).toMatchObject({ check: "rhat", subjects: ["sigma"] });
  expect(diagnostics.sentence).toContain("Do not rely on these numbers: R-hat of sigma");
});

test("the evaluation survives JSON unchanged", () => {
  expect(JSON.parse(JSON.stringify(evaluation))).toEqual(evaluation);
});

test("metrics are the evaluation's own numbers, flat and finite", () => {
  const flat = metrics(evaluation);
  expect(flat).toMatchObject({
    r2: evaluation.quality.r2,
    coverage94: evaluation.quality.coverage94,
    mediaShare: evaluation.mediaShare.mean,
    maxRhat: evaluation.diagnostics.maxRhat,
    elpdLoo: evaluation.diagnostics.elpdLoo,
    samplingSeconds: 1.5,
    gradientEvaluations: 1234,
    verdict: "pass",
  });
  expect(flat.roas.tv).toBe(evaluation.channels[0].roas.mean);
  const numbers = Object.values(flat).filter((value): value is number => typeof value === "number");
  expect(numbers.length).toBeGreaterThan(20);
  expect(numbers.every(Number.isFinite)).toBe(true);
});

test("tables are rectangular and hold what the evaluation holds", () => {
  const tables = new Map(evaluationTables(evaluation).map((table) => [table.source, table]));
  expect([...tables.keys()]).toEqual(["contributions", "roas", "parameter_recovery", "parameters", "fit"]);
  for (const { columns, rows } of tables.values()) {
    expect(columns.every(({ cells }) => cells.length === rows)).toBe(true);
    expect(new Set(columns.map(({ name }) => name)).size).toBe(columns.length);
  }
  expect(tables.get("contributions")?.rows).toBe(3 * periods);
  expect(tables.get("fit")?.rows).toBe(periods);
  const cell = (table: string, column: string, row: number) =>
    tables.get(table)?.columns.find(({ name }) => name === column)?.cells[row];
  expect(cell("contributions", "component", periods)).toBe("tv");
  expect(cell("contributions", "mean", periods + 4)).toBe(evaluation.channels[0].overTime.mean[4]);
  expect(cell("roas", "roas_mean", 1)).toBe(evaluation.channels[1].roas.mean);
  expect(cell("roas", "contraction", 0)).toBeNull();
  expect(cell("roas", "true_roas", 0)).toBe(evaluation.trueRoas.tv);
  expect(cell("parameter_recovery", "inside_94", 0)).toBe(evaluation.recovery[0].inside94);
  expect(cell("parameters", "parameter", 0)).toBe("intercept");
  expect(cell("fit", "residual", 2)).toBeCloseTo(Number(evaluation.observed[2]) - evaluation.predicted.mean[2], 9);
});

test("numbers that are not finite are empty cells", () => {
  const single: Evaluation = {
    ...evaluation,
    parameters: [{ ...evaluation.parameters[0], rhat: Number.NaN }],
  };
  const parameters = evaluationTables(single).find(({ source }) => source === "parameters");
  expect(parameters?.columns.find(({ name }) => name === "rhat")?.cells).toEqual([null]);
});
