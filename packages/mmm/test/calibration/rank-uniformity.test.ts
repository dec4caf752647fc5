import { essBulk, essTail, openStream } from "@carryover/engine";
import { expect, test } from "vitest";
import { binned, rejections } from "./rank-uniformity.ts";

const stream = openStream({ seed: 12, chain: 0, purpose: "data" });
const ranked = 15;
const options = { ranked, familyWiseError: 0.01 };
const { rankAmong, spacing } = (await import("./replicate.mjs" as string)) as {
  rankAmong(value: number, draws: ArrayLike<number>, step: number, ranked: number): number;
  spacing(effective: number, draws: number): number;
};

const ranks = (count: number, draw: () => number): number[] =>
  Array.from({ length: count }, () => Math.min(ranked, Math.floor((ranked + 1) * draw())));

test("uniform ranks are rejected about as often as was asked for, and no more", () => {
  let rejected = 0;
  for (let run = 0; run < 400; run += 1) {
    const uniform = new Map([0, 1, 2].map((each) => [`${each}`, ranks(200, () => stream.uniform())]));
    if (rejections(uniform, { ranked, familyWiseError: 0.1 }).length > 0) rejected += 1;
  }
  // At most 10 %, and 4 standard errors of a share of 400; not never, either.
  expect(rejected).toBeLessThan(400 * 0.1 + 4 * Math.sqrt(400 * 0.09));
  expect(rejected).toBeGreaterThan(0);
});

test.each([
  ["too narrow a posterior (∪)", () => 0.5 + 0.5 * Math.sin(Math.PI * (stream.uniform() - 0.5)), "chi-square"],
  ["too wide a posterior (∩)", () => (stream.uniform() + stream.uniform()) / 2, "chi-square"],
  ["a shifted posterior", () => stream.uniform() ** 1.6, "ecdf"],
] as const)("ranks of %s are rejected", (_, draw, by) => {
  const found = rejections(new Map([["x", ranks(200, draw)]]), options);
  expect(found.map(({ test: name }) => name)).toContain(by);
  expect(found[0].counts.reduce((sum, count) => sum + count, 0)).toBe(200);
});

test("bins are as many as hold seven ranks each", () => {
  expect(
    binned(
      ranks(200, () => stream.uniform()),
      ranked,
    ),
  ).toHaveLength(16);
  expect(
    binned(
      ranks(60, () => stream.uniform()),
      ranked,
    ),
  ).toHaveLength(8);
  expect(
    binned(
      ranks(30, () => stream.uniform()),
      ranked,
    ),
  ).toHaveLength(4);
});

test("ranks among the draws of a slow chain are uniform at the measured spacing, and are not without", () => {
  const draws = 800;
  const spaced: number[] = [];
  const neighboring: number[] = [];
  for (let run = 0; run < 300; run += 1) {
    const chain = new Float64Array(draws);
    chain[0] = stream.normal();
    for (let i = 1; i < draws; i += 1) chain[i] = 0.7 * chain[i - 1] + Math.sqrt(1 - 0.49) * stream.normal();
    const truth = stream.normal();
    const shape = { chains: 1, draws };
    const step = spacing(Math.min(essBulk(chain, shape), essTail(chain, shape)), draws);
    spaced.push(rankAmong(truth, chain, Math.min(step, Math.floor(draws / ranked)), ranked));
    neighboring.push(rankAmong(truth, chain, 1, ranked));
  }
  expect(rejections(new Map([["spaced", spaced]]), options)).toEqual([]);
  expect(rejections(new Map([["neighboring", neighboring]]), options)).not.toEqual([]);
});
