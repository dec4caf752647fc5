// A sampling that is left and gone on with draws what it would have drawn.
import { expect, test } from "vitest";
import type { Posterior } from "../../src/graph/log-density.ts";
import type { SampleOptions } from "../../src/sampler/options.ts";
import { sample } from "../../src/sampler/sample.ts";
import { startSampling } from "../../src/sampler/sampling.ts";
import type { SamplingCheckpoint } from "../../src/sampler/sampling-start.ts";
import { workerChainRunner } from "../../src/sampler/workers.node.ts";
import { regression } from "../support/regression.ts";
import { sameDraws } from "../support/same-bits.ts";

const module = new URL("../fixtures/posterior-module.mjs", import.meta.url);
const { createPosterior } = (await import(module.href)) as { createPosterior(payload: { scale: number }): Posterior };
const payload = { scale: 3 };
const posterior = createPosterior(payload);

/** Leaves a sampling as soon as `isTime` says so, as a killed process would: nothing but its checkpoint remains. */
async function leave(
  options: Partial<SampleOptions>,
  isTime: (iteration: number) => boolean,
  of: Posterior = posterior,
): Promise<SamplingCheckpoint> {
  const sampling = startSampling(of, {
    options,
    onProgress: ({ iteration }) => {
      if (isTime(iteration)) sampling.pause();
    },
  });
  while (!sampling.isPaused) await new Promise((resolve) => setTimeout(resolve, 1));
  const checkpoint = structuredClone(await sampling.checkpoint());
  sampling.cancel();
  return checkpoint;
}

test.each(["dense", "diagonal", "low-rank"] as const)(
  "left in the warm-up with a %s metric, it goes on as if never left",
  async (metric) => {
    const options = { chains: 2, warmup: 5_000, draws: 50, seed: 8, metric };
    const checkpoint = await leave(options, (iteration) => iteration > 200);
    for (const { state, finished } of checkpoint.chains) {
      expect(state?.iteration).toBeGreaterThan(0);
      expect(state?.iteration).toBeLessThan(5_000);
      expect(finished).toBe(0);
    }
    const resumed = await sample(posterior, { resume: checkpoint });
    const whole = await sample(posterior, { options });
    expect(sameDraws(resumed.draws, whole.draws)).toBe(true);
    expect(resumed.gradientEvaluations).toBe(whole.gradientEvaluations);
    expect(resumed.samplingMs).toBeGreaterThan(checkpoint.samplingMs);
  },
);

test("left among the draws, and gone on with in workers, it goes on as if never left", async () => {
  const options = { chains: 3, warmup: 50, draws: 5_000, seed: 9 };
  const checkpoint = await leave(options, (iteration) => iteration > 300);
  for (const { finished, records } of checkpoint.chains) {
    expect(finished).toBeGreaterThan(0);
    expect(finished).toBeLessThan(5_000);
    expect(records).toHaveLength(finished * posterior.recordLength);
  }
  const resumed = await sample(posterior, {
    resume: checkpoint,
    payload,
    runner: workerChainRunner(module, { workers: 2 }),
  });
  const whole = await sample(posterior, { options });
  expect(sameDraws(resumed.draws, whole.draws)).toBe(true);
});

test("what is integrated out is drawn on with the same random numbers", async () => {
  const options = { chains: 1, warmup: 50, draws: 4_000, seed: 3 };
  const checkpoint = await leave(options, (iteration) => iteration > 200, regression());
  const resumed = await sample(regression(), { resume: checkpoint });
  expect(sameDraws(resumed.draws, (await sample(regression(), { options })).draws)).toBe(true);
});

test("an aborted sampling can be gone on with, also when it was stopped before it began", async () => {
  const options = { chains: 2, warmup: 50, draws: 60, seed: 4 };
  const sampling = startSampling(posterior, { options });
  sampling.abort();
  await expect(sampling.result).rejects.toThrow("stopped before");
  const checkpoint = await sampling.checkpoint();
  expect(checkpoint.chains.map(({ finished }) => finished)).toEqual([0, 0]);
  const whole = await sample(posterior, { options });
  const resumed = startSampling(posterior, { resume: checkpoint });
  expect(sameDraws((await resumed.result).draws, whole.draws)).toBe(true);
  // And the end itself is a checkpoint that has nothing left to do.
  const again = await sample(posterior, { resume: await resumed.checkpoint() });
  expect(sameDraws(again.draws, whole.draws)).toBe(true);
  expect(again.interrupted).toBe(false);
});

test("a checkpoint of other options or another posterior is refused with what differs", async () => {
  const sampling = startSampling(posterior, { options: { chains: 1, warmup: 20, draws: 20 } });
  await sampling.result;
  const resume = await sampling.checkpoint();
  await expect(sample(posterior, { resume, options: { draws: 40, seed: 7 } })).rejects.toThrow(
    "the checkpoint belongs to other options: draws was 20 and is 40; seed was 42 and is 7",
  );
  await expect(sample(regression(), { resume })).rejects.toThrow(
    "the checkpoint belongs to another posterior: location is gone; intercept is new; slope is new",
  );
});
