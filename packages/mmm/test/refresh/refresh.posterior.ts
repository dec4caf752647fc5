// Refreshes of a real fit: nothing new changes nothing, more data are a fit to all data, and a posterior stands for its data.
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { summarize } from "@carryover/engine";
import { workerChainRunner } from "@carryover/engine/workers";
import { beforeAll, describe, expect, test } from "vitest";
import { firstPeriods } from "../../src/data/slice-panel.ts";
import type { Fit } from "../../src/fit.ts";
import { fitBayesian } from "../../src/frameworks/bayesian/fit.ts";
import { resolveSpec } from "../../src/model/resolve-spec.ts";
import { measureDrift } from "../../src/refresh/measure-drift.ts";
import { type RefreshOptions, refreshSpec } from "../../src/refresh/refresh-spec.ts";
import { smallWorld } from "../support/small-panel.ts";

const before = 150;
const { panel, config } = smallWorld({ yearly_order: 0, day_of_week: false, trend: "none" }, 160);
const past = firstPeriods(panel, before);
const spec = resolveSpec(past, config);
const runner = workerChainRunner(pathToFileURL(createRequire(import.meta.url).resolve("@carryover/mmm/posterior")));
const sampling = { chains: 4, warmup: 400, draws: 600, targetAcceptance: 0.9 };

let first: Fit;

beforeAll(async () => {
  first = await fitBayesian(past, spec, { sampling: { ...sampling, seed: 1 }, runner });
});

async function refreshed(data: typeof panel, options: RefreshOptions = {}): Promise<Fit> {
  const { spec: next } = refreshSpec(first, data, options);
  return fitBayesian(data, next, { sampling: { ...sampling, seed: 2 }, runner });
}

/** Differences of posterior means in their joint Monte Carlo standard errors, by label. */
function differences(one: Fit, other: Fit): number[] {
  const rows = new Map(summarize(other.draws).map((row) => [row.label, row]));
  return summarize(one.draws).map(({ label, mean, mcseMean }) => {
    const row = rows.get(label);
    return row === undefined ? Number.NaN : (mean - row.mean) / Math.hypot(mcseMean, row.mcseMean);
  });
}

test("without new data a refresh finds the same posterior, and nothing has moved", async () => {
  const again = await refreshed(past);
  // A dozen normal scores, of which the largest exceeds 4 once in a thousand.
  expect(Math.max(...differences(first, again).map(Math.abs))).toBeLessThan(4);
  const drift = measureDrift({ before: first, after: again, prior: "spec", restated: [], seed: 3 });
  expect(drift.flagged).toEqual([]);
  expect(Math.max(...drift.channels.map(({ roiLikeForLike }) => roiLikeForLike.probabilityMoved))).toBeLessThan(0.1);
});

describe("with ten new days", () => {
  let whole: Fit;
  let sequential: Fit;

  beforeAll(async () => {
    whole = await refreshed(panel);
    sequential = await refreshed(panel, { prior: "posterior" });
  });

  test("the refresh is a fit to all data with the earlier scales, which the earlier draws foresee when weighted", () => {
    const drift = measureDrift({ before: first, after: whole, prior: "spec", restated: [], seed: 3 });
    expect(drift.reweighted?.reliable).toBe(true);
    for (const { roiSteps, roiLikeForLike } of drift.channels) {
      // 1,000 weighted draws, worth a few hundred, against 2,400: two tenths of a deviation are three standard errors.
      expect(Math.abs(roiSteps.other ?? 1)).toBeLessThan(0.2 * roiLikeForLike.before.sd);
    }
    expect(drift.foretold?.failed).toBe(false);
    expect(drift.flagged).toEqual([]);
  });

  test("the earlier posterior and the new days alone come close to it, no surer than it", () => {
    const rows = new Map(summarize(whole.draws).map((row) => [row.label, row]));
    for (const { label, quantiles } of summarize(sequential.draws)) {
      const exact = rows.get(label)?.quantiles ?? [];
      const width = exact[3] - exact[1];
      // What is lost is all beyond means, spreads and correlations, such as the long tail of a half saturation: quartiles.
      expect(Math.abs(quantiles[2] - exact[2])).toBeLessThan(0.4 * width);
      expect((quantiles[3] - quantiles[1]) / width).toBeGreaterThan(0.75);
      expect((quantiles[3] - quantiles[1]) / width).toBeLessThan(1.33);
    }
  });

  test("a window leaves the days before it out of the likelihood, and less is known", async () => {
    const windowed = await refreshed(panel, { window: 60 });
    const sigma = (fit: Fit): number => summarize(fit.draws).find(({ label }) => label === "sigma")?.sd ?? Number.NaN;
    // The deviation of a noise scale goes with the root of the number of observations: √(160 / 60) = 1.6.
    expect(sigma(windowed) / sigma(whole)).toBeGreaterThan(1.2);
    expect(windowed.spec.scales).toBe(spec.scales);
  });
});
