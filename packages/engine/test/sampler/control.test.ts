// What can be asked of a running sampling, in this thread and in workers.
import { describe, expect, test } from "vitest";
import { summarize } from "../../src/diagnostics/summarize.ts";
import type { Posterior } from "../../src/graph/log-density.ts";
import type { SampleOptions } from "../../src/sampler/options.ts";
import { sameThreadRunner } from "../../src/sampler/runner.ts";
import { sample } from "../../src/sampler/sample.ts";
import { type SampleRequest, type Sampling, startSampling } from "../../src/sampler/sampling.ts";
import { workerChainRunner } from "../../src/sampler/workers.node.ts";
import { sameBits } from "../support/same-bits.ts";

const module = new URL("../fixtures/posterior-module.mjs", import.meta.url);
const { createPosterior } = (await import(module.href)) as {
  createPosterior(payload: { scale: number; delayMs?: number }): Posterior;
};
/** An evaluation lasts a fifth of a millisecond: a draw about one, so that a fit can be watched. */
const payload = { scale: 3, delayMs: 0.2 };
const posterior = createPosterior(payload);
const options: Partial<SampleOptions> = { chains: 3, warmup: 30, draws: 1_000_000, seed: 5 };

const runners = [
  ["this thread", () => sameThreadRunner],
  ["workers", () => workerChainRunner(module, { workers: 2 })],
] as const;

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Starts a sampling that would take minutes, and waits until every chain has draws and none is far ahead. */
async function startLong(request: SampleRequest): Promise<Sampling> {
  const sampling = startSampling(posterior, { payload, options, ...request });
  while ((await sampling.inspect()).draws?.chains !== 3) await wait(20);
  return sampling;
}

describe.each(runners)("in %s", (_where, runner) => {
  test("inspecting shows the finished draws with their summaries, and sampling goes on", async () => {
    const sampling = await startLong({ runner: runner() });
    const first = await sampling.inspect();
    const second = await sampling.inspect();
    sampling.abort();
    const { draws } = await sampling.result;
    expect(first.draws?.chains).toBe(3);
    expect(first.summary).toEqual(summarize(first.draws ?? draws));
    expect(first.summary.map(({ label }) => label)).toEqual(posterior.variables.map(({ name }) => name));
    expect(first.progress.map(({ chain }) => chain)).toEqual([0, 1, 2]);
    expect(Math.min(...second.finished)).toBeGreaterThanOrEqual(Math.min(...first.finished));
    // What was shown is the beginning of what came out.
    const shown = first.draws?.draws ?? 0;
    expect(shown).toBeGreaterThan(0);
    expect(sameBits(draws.variables[0].values.slice(0, shown), first.draws?.variables[0].values.slice(0, shown))).toBe(
      true,
    );
  });

  test("a paused sampling draws nothing, can be inspected, and goes on with the same draws", async () => {
    const sampling = await startLong({ runner: runner() });
    sampling.pause();
    expect(sampling.isPaused).toBe(true);
    const before = await sampling.inspect();
    await wait(250);
    const after = await sampling.inspect();
    expect(after.finished).toEqual(before.finished);
    expect(after.samplingMs - before.samplingMs).toBeLessThan(100);
    sampling.resume();
    expect(sampling.isPaused).toBe(false);
    await wait(150);
    sampling.abort();
    const { draws, interrupted } = await sampling.result;
    expect(interrupted).toBe(true);
    expect(draws.draws).toBeGreaterThan(Math.min(...after.finished));
    const reference = await sample(posterior, { options: { ...options, draws: 20 } });
    expect(draws.variables[0].values.slice(0, 20)).toEqual(reference.draws.variables[0].values.slice(0, 20));
  });

  test("a paused sampling can be aborted", async () => {
    const sampling = await startLong({ runner: runner() });
    sampling.pause();
    await sampling.inspect();
    sampling.abort();
    expect((await sampling.result).interrupted).toBe(true);
  });

  test("cancelling drops the draws at once", async () => {
    const sampling = await startLong({ runner: runner() });
    sampling.cancel();
    await expect(sampling.result).rejects.toThrow("cancelled: the draws were dropped");
  });

  test("an inspection asked for at the end shows the end", async () => {
    const sampling = startSampling(posterior, { payload, runner: runner(), options: { ...options, draws: 60 } });
    const { draws } = await sampling.result;
    const inspection = await sampling.inspect();
    expect(inspection.draws).toEqual(draws);
    expect(inspection.finished).toEqual([60, 60, 60]);
    sampling.cancel();
    expect((await sampling.result).draws).toBe(draws);
  });
});

test("during warm-up there is progress to see and no draw", async () => {
  const sampling = startSampling(posterior, { options: { ...options, warmup: 1_000_000 } });
  const { draws, summary, finished, progress } = await sampling.inspect();
  expect([draws, summary, finished]).toEqual([undefined, [], [0, 0, 0]]);
  expect(progress[0].phase).toBe("warmup");
  sampling.abort();
  await expect(sampling.result).rejects.toThrow("stopped before the first draw was kept");
});

test("prepared workers give the same draws, and those that were not needed end", async () => {
  const runner = workerChainRunner(module, { workers: 2 });
  runner.prepare(4);
  const prepared = await sample(posterior, { payload, runner, options: { ...options, draws: 30 } });
  const plain = await sample(posterior, { options: { ...options, draws: 30 } });
  expect(prepared.draws).toEqual(plain.draws);
  runner.prepare(4);
  runner.close();
});

test("a module that is not there is said by the run, also when the worker was prepared", async () => {
  const runner = workerChainRunner(new URL("../fixtures/nothing-here.mjs", import.meta.url), { workers: 1 });
  runner.prepare(1);
  await expect(sample(posterior, { payload, runner, options })).rejects.toThrow(/chains 0, 1, 2: .*nothing-here/);
});
