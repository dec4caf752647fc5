import { expect, test } from "vitest";
import type { Posterior } from "../../src/graph/log-density.ts";
import { sample } from "../../src/sampler/sample.ts";
import { workerChainRunner } from "../../src/sampler/workers.node.ts";

const options = { chains: 3, warmup: 200, draws: 100, seed: 5 };
const module = new URL("../fixtures/posterior-module.mjs", import.meta.url);
const { createPosterior } = (await import(module.href)) as { createPosterior(payload: { scale: number }): Posterior };

test("chains in worker threads give the very draws of chains in this thread", async () => {
  const here = await sample(createPosterior({ scale: 3 }), { options });
  const there = await sample(createPosterior({ scale: 3 }), {
    options,
    payload: { scale: 3 },
    runner: workerChainRunner(module),
  });
  expect(there.draws.variables).toEqual(here.draws.variables);
  expect(there.gradientEvaluations).toBe(here.gradientEvaluations);
});

test("aborting stops the workers and keeps what they have", async () => {
  const controller = new AbortController();
  const result = await sample(createPosterior({ scale: 1 }), {
    options: { ...options, draws: 1_000_000 },
    payload: { scale: 1 },
    runner: workerChainRunner(module),
    signal: controller.signal,
    onProgress: ({ phase }) => {
      if (phase === "sampling") controller.abort();
    },
  });
  expect(result.interrupted).toBe(true);
  expect(result.draws.draws).toBeGreaterThan(0);
});

test("a worker that cannot make its posterior fails the run with its reason", async () => {
  const run = sample(createPosterior({ scale: 1 }), {
    options,
    payload: { scale: -1 },
    runner: workerChainRunner(module),
  });
  await expect(run).rejects.toThrow("scale must be positive");
});
