// What comes home from chains that do not wait for each other.
import { expect, test } from "vitest";
import type { ChainBlock, ChainState } from "../../src/sampler/chain-state.ts";
import { statisticNames } from "../../src/sampler/chain-state.ts";
import { CollectedDraws } from "../../src/sampler/collected-draws.ts";
import { regression } from "../support/regression.ts";

const posterior = regression();

/** `draws` draws whose every number is their place in the chain. */
function block(chain: number, first: number, draws: number, iteration?: number): ChainBlock {
  const rows = (width: number): Float64Array =>
    Float64Array.from({ length: draws * width }, (_, i) => first + Math.floor(i / width));
  const state: ChainState | undefined =
    iteration === undefined
      ? undefined
      : {
          iteration,
          position: new Float64Array(posterior.dim),
          stepSize: 1,
          metric: { kind: "diagonal", variance: new Float64Array(posterior.dim).fill(1) },
          streams: { momentum: 0, tree: 0, block: 0 },
          warmup: undefined,
          keepsMetric: false,
          divergences: 0,
          gradientEvaluations: 0,
        };
  return {
    chain,
    first,
    draws,
    ended: false,
    state,
    records: rows(posterior.recordLength),
    statistics: rows(statisticNames.length),
  };
}

test("a chain that went on after its report is left where it reported, the later draws to be made again", () => {
  const collected = new CollectedDraws(posterior, 2, undefined);
  collected.add(block(0, 0, 100));
  collected.add(block(0, 100, 30, 180));
  collected.add(block(0, 130, 70));
  collected.add(block(1, 0, 60, 110));
  expect(collected.finished).toEqual([200, 60]);
  const [ahead, behind] = collected.chains();
  expect([ahead.finished, ahead.state?.iteration]).toEqual([130, 180]);
  expect(ahead.records).toHaveLength(130 * posterior.recordLength);
  expect(ahead.records.at(-1)).toBe(129);
  expect(ahead.statistics).toHaveLength(130 * statisticNames.length);
  expect([behind.finished, behind.state?.iteration]).toEqual([60, 110]);
  // Those later draws are home all the same, for whoever looks at the sampling.
  expect(collected.draws()?.draws).toBe(200);
});

test("what one chain has beyond the limit does not leave the others out", () => {
  const collected = new CollectedDraws(posterior, 2, undefined);
  collected.add(block(0, 0, 1_000));
  collected.add(block(1, 0, 100));
  expect(collected.draws()?.chains).toBe(1);
  expect(collected.draws(100)).toMatchObject({ chains: 2, draws: 100 });
});
