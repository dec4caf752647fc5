import { expect, test } from "vitest";
import { summarize } from "../../src/diagnostics/summarize.ts";
import { sample } from "../../src/sampler/sample.ts";
import { regression } from "../support/regression.ts";

const options = { chains: 2, warmup: 300, draws: 1000, seed: 11 };
const joint = regression({ marginalize: false });
const earlier = await sample(joint, { options });

test("a warm start needs a short warm-up, keeps the metric, and finds the same posterior", async () => {
  const warm = await sample(joint, {
    warmStart: structuredClone(earlier.adaptation),
    options: { chains: 2, seed: 12 },
  });
  expect(warm.adaptation.chains.map(({ metric }) => metric)).toEqual(
    earlier.adaptation.chains.map(({ metric }) => metric),
  );
  const rows = summarize(earlier.draws);
  for (const row of summarize(warm.draws)) {
    const other = rows.find(({ label }) => label === row.label);
    expect(row.rhat).toBeLessThan(1.02);
    // Three comparisons at 5 combined Monte Carlo standard errors.
    const error = Math.hypot(row.mcseMean, other?.mcseMean ?? 0);
    expect(Math.abs(row.mean - (other?.mean ?? Number.NaN)), row.label).toBeLessThan(5 * error);
  }
});

test("a warm start warms up for 150 iterations unless told otherwise, and more chains share what there is", async () => {
  const totals = new Set<number>();
  const { draws } = await sample(joint, {
    warmStart: earlier.adaptation,
    options: { chains: 3, draws: 30 },
    onProgress: ({ total }) => totals.add(total),
  });
  expect([...totals]).toEqual([180]);
  expect(draws.chains).toBe(3);
});

test("an adaptation of other parameters is refused with what differs", async () => {
  await expect(sample(regression(), { warmStart: earlier.adaptation })).rejects.toThrow(
    "an adaptation of other parameters cannot be used: 3 numbers were sampled and now 1, the others integrated out",
  );
});

test("where an earlier position is impossible, the chain starts afresh with the earlier metric", async () => {
  const chains = earlier.adaptation.chains.map((chain) => ({
    ...chain,
    position: chain.position.map(() => Number.NaN),
  }));
  const { draws } = await sample(joint, {
    warmStart: { ...earlier.adaptation, chains },
    options: { chains: 2, draws: 100 },
  });
  expect(draws.variables.every(({ values }) => values.every(Number.isFinite))).toBe(true);
});
