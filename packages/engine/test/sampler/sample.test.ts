import { expect, test } from "vitest";
import { summarize } from "../../src/diagnostics/summarize.ts";
import type { ChainProgress, SampleOptions } from "../../src/sampler/options.ts";
import { sample } from "../../src/sampler/sample.ts";
import { regression } from "../support/regression.ts";

const quick: Partial<SampleOptions> = { chains: 2, warmup: 300, draws: 500, seed: 11 };

test.each(["dense", "diagonal"] as const)(
  "integrating out and sampling jointly agree, with a %s metric",
  async (metric) => {
    const collapsed = await sample(regression(), { options: { ...quick, metric } });
    const joint = await sample(regression({ marginalize: false }), { options: { ...quick, metric } });
    const jointRows = summarize(joint.draws);
    for (const row of summarize(collapsed.draws)) {
      const other = jointRows.find(({ label }) => label === row.label);
      expect(row.rhat).toBeLessThan(1.02);
      // Six comparisons at 5 combined Monte Carlo standard errors.
      const error = Math.hypot(row.mcseMean, other?.mcseMean ?? 0);
      expect(Math.abs(row.mean - (other?.mean ?? Number.NaN)), row.label).toBeLessThan(5 * error);
    }
  },
);

test("the same seed gives the same draws, another seed others", async () => {
  const run = async (seed: number): Promise<Float64Array> => {
    const { draws } = await sample(regression(), { options: { ...quick, draws: 50, seed } });
    return draws.variables[1].values;
  };
  expect(await run(1)).toEqual(await run(1));
  expect(await run(1)).not.toEqual(await run(2));
});

test("a chain's draws do not depend on how many chains run beside it", async () => {
  const slopes = async (chains: number): Promise<Float64Array> => {
    const { draws } = await sample(regression(), { options: { ...quick, draws: 50, chains } });
    return draws.variables[1].values.slice(0, 50);
  };
  expect(await slopes(1)).toEqual(await slopes(3));
});

test("aborting keeps the finished draws and says that the run was interrupted", async () => {
  const controller = new AbortController();
  const result = await sample(regression(), {
    options: { ...quick, draws: 1_000_000 },
    signal: controller.signal,
    onProgress: ({ phase, iteration }) => {
      if (phase === "sampling" && iteration > 400) controller.abort();
    },
  });
  expect(result.interrupted).toBe(true);
  expect(result.draws.chains).toBe(2);
  expect(result.draws.draws).toBeGreaterThan(50);
  expect(result.draws.variables[0].values).toHaveLength(2 * result.draws.draws);
  expect(result.draws.variables.every(({ values }) => values.every(Number.isFinite))).toBe(true);
});

test("a stop before the first kept draw is an error that says so", async () => {
  const controller = new AbortController();
  controller.abort();
  await expect(
    sample(regression(), { options: { ...quick, warmup: 1_000_000 }, signal: controller.signal }),
  ).rejects.toThrow("stopped before the first draw was kept");
});

test("progress names every chain and ends done", async () => {
  const seen: ChainProgress[] = [];
  await sample(regression(), { options: quick, onProgress: (progress) => seen.push(progress) });
  for (const chain of [0, 1]) {
    const of = seen.filter((progress) => progress.chain === chain);
    expect(of[0].phase).toBe("initializing");
    expect(of.at(-1)).toMatchObject({ phase: "done", iteration: 800, total: 800 });
  }
});

test("every option out of its range is reported at once", async () => {
  const options = { chains: 0, draws: 1.5, targetAcceptance: 1, seed: -1 };
  await expect(sample(regression(), { options })).rejects.toThrow(
    /chains is 0.*\n.*draws is 1\.5.*\n.*seed is -1.*\n.*targetAcceptance is 1/,
  );
});
