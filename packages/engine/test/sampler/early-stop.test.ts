import { expect, test } from "vitest";
import { essBulk } from "../../src/diagnostics/effective-sample-size.ts";
import { scalars } from "../../src/draws/draws.ts";
import type { Posterior } from "../../src/graph/log-density.ts";
import { sample } from "../../src/sampler/sample.ts";
import { startSampling } from "../../src/sampler/sampling.ts";
import { workerChainRunner } from "../../src/sampler/workers.node.ts";
import { sameDraws } from "../support/same-bits.ts";

const module = new URL("../fixtures/posterior-module.mjs", import.meta.url);
const { createPosterior } = (await import(module.href)) as { createPosterior(payload: { scale: number }): Posterior };
const payload = { scale: 3 };
const posterior = createPosterior(payload);
const options = { chains: 3, warmup: 200, draws: 20_000, seed: 21, untilEss: 500 };

test("sampling ends at the first hundred at which every parameter has the wanted ESS", async () => {
  const { draws, essReached, interrupted } = await sample(posterior, { options });
  expect(interrupted).toBe(false);
  expect(draws.draws % 100).toBe(0);
  const smallest = (limit: number): number =>
    Math.min(
      ...scalars(draws).map(({ values }) => {
        const first = Float64Array.from(
          { length: 3 * limit },
          (_, i) => values[Math.floor(i / limit) * draws.draws + (i % limit)],
        );
        return essBulk(first, { chains: 3, draws: limit });
      }),
    );
  expect(essReached).toEqual({ wanted: 500, ess: smallest(draws.draws), draws: draws.draws });
  expect(smallest(draws.draws)).toBeGreaterThanOrEqual(500);
  for (let limit = 100; limit < draws.draws; limit += 100) expect(smallest(limit)).toBeLessThan(500);
});

test("it ends at the same draw however the chains are spread, and these are the draws of a run without a wish", async () => {
  const here = await sample(posterior, { options });
  for (const workers of [1, 2]) {
    const there = await sample(posterior, { options, payload, runner: workerChainRunner(module, { workers }) });
    expect(sameDraws(there.draws, here.draws)).toBe(true);
    expect(there.essReached).toEqual(here.essReached);
  }
  const all = await sample(posterior, { options: { ...options, draws: here.draws.draws, untilEss: undefined } });
  expect(sameDraws(all.draws, here.draws)).toBe(true);
  expect(all.essReached).toBeUndefined();
});

test("resumed, it ends where it would have ended", async () => {
  const whole = await sample(posterior, { options });
  const first = startSampling(posterior, { options });
  first.pause();
  const checkpoint = await first.checkpoint();
  first.cancel();
  const resumed = await sample(posterior, { resume: checkpoint });
  expect(sameDraws(resumed.draws, whole.draws)).toBe(true);
  expect(resumed.essReached).toEqual(whole.essReached);
});

test("an ESS out of reach leaves all draws, and one that is none is refused", async () => {
  const { draws, essReached, interrupted } = await sample(posterior, {
    options: { ...options, draws: 250, untilEss: 1e6 },
  });
  expect([draws.draws, essReached, interrupted]).toEqual([250, undefined, false]);
  await expect(sample(posterior, { options: { untilEss: 0 } })).rejects.toThrow(
    "untilEss is 0; it must be a number above 0",
  );
});
