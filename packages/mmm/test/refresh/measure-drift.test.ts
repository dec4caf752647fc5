// The drift report against its definitions: old and new coefficients on old and new data, by brute force through `outcome`.
import { normalQuantile, smoothWeights } from "@carryover/engine";
import { describe, expect, test } from "vitest";
import { panelDigest } from "../../src/data/digest.ts";
import type { Panel } from "../../src/data/panel.ts";
import { firstPeriods } from "../../src/data/slice-panel.ts";
import type { Fit } from "../../src/fit.ts";
import { resolveSpec } from "../../src/model/resolve-spec.ts";
import type { DriftReport } from "../../src/refresh/drift-report.ts";
import { measureDrift } from "../../src/refresh/measure-drift.ts";
import { refreshSpec } from "../../src/refresh/refresh-spec.ts";
import { reweight } from "../../src/refresh/reweighted.ts";
import { smallWorld } from "../support/small-panel.ts";
import { statedFit } from "../support/stated-fit.ts";

const before = 112;
const periods = 126;
const { panel: observed, config } = smallWorld({ yearly_order: 0, day_of_week: false, trend: "none" }, periods);

/** Scales are those of the world's own KPI; the KPI itself is drawn at known returns. */
const spec = resolveSpec(firstPeriods(observed, before), config);
const panel = tripled();
const past = firstPeriods(panel, before);

/** A KPI drawn at returns of 1 and 2; only then the last two weeks are said to have shown three times their tv. */
function tripled(): Panel {
  const truth = statedFit(observed, spec, around(1, 2, 0).slice(0, 1));
  const expected = truth.outcome({ exposure: observed.media.map(({ exposure }) => exposure) }).values;
  const drawn = { ...observed, kpi: { ...observed.kpi, values: truth.predictive(expected, 5) } };
  return withMedia(drawn, (cell, value) => (cell >= before ? 3 * value : value));
}

function withMedia(data: Panel, change: (cell: number, value: number) => number): Panel {
  const media = data.media.map((series, index) => {
    const spend = index === 0 ? series.spend.map((value, cell) => change(cell, value)) : series.spend;
    return { ...series, spend, exposure: spend };
  });
  const changed = { ...data, media };
  return { ...changed, digest: panelDigest(changed) };
}

/** Twenty draws around these returns, each parameter otherwise the same. */
function around(tv: number, search: number, width = 0.02) {
  return Array.from({ length: 20 }, (_, i) => {
    const step = width * (((7 * i) % 20) - 9.5);
    return {
      intercept: [0.6 + step / 10],
      control: [-0.02, 0.04],
      retention: [0.6, 0.3],
      half_saturation: [1, 1.2],
      slope: [1, 1],
      roi: [tv + step, search - step],
      sigma: [0.02],
    };
  });
}

const old = statedFit(past, spec, around(1, 2));
const refreshed = refreshSpec({ panel: past, spec }, panel);
const fresh = statedFit(panel, refreshed.spec, around(1.4, 2));
const report = measureDrift({ before: old, after: fresh, prior: "spec", restated: [], seed: 1 });

/** Σ over the window of what the channel's removal takes away, (draw), by the definition. */
function contribution(fit: Fit, channel: number, first: number, end: number, factor = 0): number[] {
  const exposure = fit.panel.media.map((series) => series.exposure);
  const whole = fit.outcome({ exposure }).values;
  const changed = exposure.map((series, index) => (index === channel ? series.map((value) => factor * value) : series));
  const without = fit.outcome({ exposure: changed }).values;
  const count = fit.panel.dates.length;
  return Array.from({ length: whole.length / count }, (_, draw) => {
    let sum = 0;
    for (let t = first; t < end; t += 1) sum += whole[draw * count + t] - without[draw * count + t];
    return sum;
  });
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function spendOf(data: Panel, channel: number, first = 0, end = data.dates.length): number {
  return data.media[channel].spend.slice(first, end).reduce((sum, value) => sum + value, 0);
}

describe("definitions", () => {
  const carried = old.over(panel);
  const [tv] = report.channels;
  const close = (value: number, exact: number): void => expect(Math.abs(value / exact - 1)).toBeLessThan(1e-9);

  test("ROI before is the earlier run's over its window, after is the new run's over its own", () => {
    close(tv.roi.before.mean, meanOf(contribution(old, 0, 0, before)) / spendOf(past, 0));
    close(tv.roi.after.mean, meanOf(contribution(fresh, 0, 0, periods)) / spendOf(panel, 0));
  });

  test("like for like is both over the window as it is now", () => {
    close(tv.roiLikeForLike.before.mean, meanOf(contribution(carried, 0, 0, periods)) / spendOf(panel, 0));
    expect(tv.roiLikeForLike.after).toEqual(tv.roi.after);
  });

  test("the steps of ROI add up to its change", () => {
    const { reported, restated, spend, coefficients } = tv.roiSteps;
    close(reported, tv.roi.before.mean);
    expect(restated).toBe(0);
    close(reported + spend + coefficients, tv.roi.after.mean);
    close(coefficients, tv.roiLikeForLike.change);
  });

  test("what the new periods teach is the earlier draws' mean under their likelihood", () => {
    const pointwise = carried.pointwiseLogLikelihood();
    const logs = Array.from({ length: 20 }, (_, draw) =>
      pointwise.slice(draw * periods + before, (draw + 1) * periods).reduce((sum, value) => sum + value, 0),
    );
    const { weights, paretoK, reliable } = reweight(
      carried,
      before,
      Int32Array.from({ length: 20 }, (_, i) => i),
    );
    const { logWeights } = smoothWeights(Float64Array.from(logs));
    weights.forEach((weight, draw) => {
      expect(weight).toBeCloseTo(Math.exp(logWeights[draw]), 12);
    });
    expect(report.reweighted).toEqual({ paretoK: Number.isFinite(paretoK) ? paretoK : null, reliable });
    // Two weeks leave hardly one of twenty draws its weight: it says so, and gives no step.
    expect(reliable).toBe(false);
    expect(tv.roiSteps).toMatchObject({ newData: null, other: null });
  });

  test("the contribution per period is taken apart into spend and coefficients", () => {
    const steps = tv.contribution;
    close(steps?.before.mean ?? 0, meanOf(contribution(old, 0, 0, before)) / before);
    close(steps?.oldCoefficients.mean ?? 0, meanOf(contribution(carried, 0, before, periods)) / (periods - before));
    close(steps?.after.mean ?? 0, meanOf(contribution(fresh, 0, before, periods)) / (periods - before));
    close(
      (steps?.fromSpend ?? 0) + (steps?.fromCoefficients ?? 0),
      (steps?.after.mean ?? 0) - (steps?.before.mean ?? 0),
    );
  });

  test("marginal ROI is what 1 % more in every period brings, shares sum to one", () => {
    const more = contribution(fresh, 0, 0, periods, 1.01);
    // A difference of outcomes of a hundredth of their size.
    expect(tv.marginalRoi.after.mean / (-meanOf(more) / (0.01 * spendOf(panel, 0)))).toBeCloseTo(1, 7);
    const shares = report.channels.map(({ contributionShare }) => contributionShare.after.mean);
    expect(shares[0] + shares[1]).toBeCloseTo(1, 12);
  });

  test("parameters stand with their channel, all others once and with the most moved first", () => {
    expect(tv.parameters.map(({ label }) => label)).toEqual([
      "retention[tv]",
      "half_saturation[tv]",
      "slope[tv]",
      "roi[tv]",
    ]);
    expect(tv.parameters[3].change).toBeCloseTo(0.4, 12);
    expect(report.parameters.map(({ label }) => label).toSorted()).toEqual([
      "control[price]",
      "control[promotion]",
      "intercept",
      "sigma",
    ]);
  });
});

test("where draws can carry the weights, the coefficients' step is told apart into new data and the rest", () => {
  // Draws so close together that the new days hardly tell them apart.
  const draws = Array.from({ length: 10 }, () => around(1, 2, 1e-6)).flat();
  const [narrow, later] = [statedFit(past, spec, draws), statedFit(panel, refreshed.spec, draws)];
  const drift = measureDrift({ before: narrow, after: later, prior: "spec", restated: [], seed: 1 });
  expect(drift.reweighted?.reliable).toBe(true);
  const { newData, other, coefficients } = drift.channels[0].roiSteps;
  expect((newData ?? 1) + (other ?? 1)).toBeCloseTo(coefficients, 12);
  const kept = Int32Array.from(draws.keys());
  const carried = narrow.over(panel);
  const { weights } = reweight(carried, before, kept);
  const roi = contribution(carried, 0, 0, periods).map((money) => money / spendOf(panel, 0));
  const weighted = roi.reduce((sum, value, draw) => sum + value * weights[draw], 0);
  expect(newData).toBeCloseTo(weighted - meanOf(roi), 12);
});

describe("how the earlier model foretold the new periods", () => {
  const { foretold } = report;

  test("weeks, total and coverage are those of its predictive draws", () => {
    const carried = old.over(panel);
    const expected = carried.outcome({ exposure: panel.media.map(({ exposure }) => exposure) }).values;
    const predictive = carried.predictive(expected, 1);
    const t = 3;
    const column = Array.from({ length: 20 }, (_, draw) => predictive[draw * periods + before + t]);
    const week = foretold?.weeks[t];
    expect(week?.date).toBe(panel.dates[before + t]);
    expect(week?.observed).toBe(panel.kpi.values[before + t]);
    expect(week?.predicted).toBeCloseTo(meanOf(column), 9);
    const below = column.filter((value) => value <= panel.kpi.values[before + t]).length / 20;
    expect(week?.surprise).toBeCloseTo(normalQuantile(Math.min(Math.max(below, 0.025), 0.975)), 12);
    const totals = Array.from({ length: 20 }, (_, draw) =>
      meanOf(Array.from(predictive.subarray(draw * periods + before, (draw + 1) * periods))),
    );
    expect((foretold?.predicted.mean ?? 0) / (periods - before)).toBeCloseTo(meanOf(totals), 6);
    expect(foretold?.weeks).toHaveLength(periods - before);
  });

  test("spend that the KPI did not follow is a failed forecast, and said so", () => {
    expect(foretold?.failed).toBe(true);
    expect(foretold?.sentence).toMatch(/% below what the earlier model foretold.*yet only/);
    expect(foretold?.crps).toBeGreaterThan(1.5 * (foretold?.crpsBefore ?? 0));
  });
});

describe("words", () => {
  test("a return that moved twenty times its spread is flagged, with what speaks for a reason", () => {
    expect(report.flagged).toEqual(["tv"]);
    expect(report.sentences[0]).toContain("the ROI of tv moved more than its own uncertainty explains");
    const [{ sentence }] = report.channels;
    expect(sentence).toContain("Most of it is other coefficients");
    expect(sentence).toContain("more was shown than ever before");
    expect(report.data.sentences.join(" ")).toContain("Spend per period changed: tv +");
  });

  test("a channel that only spent otherwise is not flagged, and spend is named", () => {
    const still = statedFit(panel, refreshed.spec, around(1, 2));
    const same = measureDrift({ before: old, after: still, prior: "spec", restated: [], seed: 1 });
    expect(same.flagged).toEqual([]);
    expect(same.channels[0].roiLikeForLike.change).toBe(0);
    expect(same.channels[0].sentence).toContain("Most of it is other spend at unchanged coefficients");
    expect(same.channels[1].sentence).toMatch(/^The ROI of search (stayed|rose|fell)/);
    expect(same.sentences[0]).toContain("no channel's ROI moved more than its own uncertainty explains");
  });

  test("nothing moved between a run and itself", () => {
    const none = measureDrift({ before: old, after: old, prior: "spec", restated: [], seed: 1 });
    expect(none).toMatchObject({ newPeriods: 0, foretold: null, flagged: [] });
    expect(none.channels.every(({ roi, contribution: steps }) => roi.change === 0 && steps === null)).toBe(true);
    expect(none.data.sentences).toEqual([]);
  });

  test("a restated past is a step of its own, and named", () => {
    const changed = withMedia(panel, (cell, value) => (cell < 20 ? 1.5 * value : value));
    const { spec: next, restated } = refreshSpec({ panel: past, spec }, changed, { acceptRestated: true });
    const after = statedFit(changed, next, around(1, 2));
    const drift: DriftReport = measureDrift({ before: old, after, prior: "posterior", restated, seed: 1 });
    const [tv] = drift.channels;
    expect(tv.roiSteps.restated).not.toBe(0);
    const { reported, restated: first, spend, coefficients } = tv.roiSteps;
    expect(reported + first + spend + coefficients).toBeCloseTo(tv.roi.after.mean, 12);
    const text = drift.sentences.join(" ");
    expect(text).toMatch(/The past spend of tv was restated in \d+ of 112 cells, \+/);
    expect(text).toContain("means, spreads and correlations are kept");
    expect(JSON.parse(JSON.stringify(drift))).toEqual(drift);
  });
});
