import type { ChainProgress } from "@carryover/engine";
import { expect, test } from "vitest";
import { Console } from "../src/console.ts";
import { chainLines, duration, Pace, plainLine, samplingProgress } from "../src/progress.ts";

const chain = (changes: Partial<ChainProgress> = {}): ChainProgress => ({
  chain: 0,
  phase: "sampling",
  iteration: 500,
  total: 2000,
  stepSize: 0.31234,
  divergences: 3,
  leapfrogs: 7,
  elapsedMs: 5000,
  ...changes,
});

test("a chain's line says phase, draws, step size, divergences and the time left", () => {
  expect(chainLines([{ ...chain(), remainingMs: 15_000 }])).toEqual([
    "chain  1  sampling      █████░░░░░░░░░░░░░░░   500/2000  step 0.312  3 divergent  15 s left",
  ]);
});

test("a chain that is done says how long it took, one without a pace promises nothing", () => {
  const [done, fresh] = chainLines([
    chain({ phase: "done", iteration: 2000 }),
    chain({ chain: 1, phase: "initializing", iteration: 0 }),
  ]);
  expect(done).toMatch(/in 5\.0 s$/);
  expect(fresh).toMatch(/divergent$/);
});

test("the plain line gathers all chains, and waits for the slowest", () => {
  const chains = [
    { ...chain(), remainingMs: 15_000 },
    { ...chain({ chain: 1, iteration: 1000, divergences: 1 }), remainingMs: 5000 },
  ];
  expect(plainLine(chains, 5000)).toBe("5.0 s: 38 % done (chains 25 % to 50 %), 4 divergent, 15 s left");
  expect(plainLine([chain({ phase: "done", iteration: 2000 })], 5000)).not.toContain("left");
});

test("the time left follows the pace of the last seconds, not of the slow beginning", () => {
  const pace = new Pace();
  const at = (iteration: number, elapsedMs: number): ChainProgress => chain({ iteration, elapsedMs });
  pace.update(at(0, 0));
  expect(pace.remainingMs(at(0, 0))).toBeUndefined();
  pace.update(at(10, 10_000));
  expect(pace.remainingMs(at(10, 10_000))).toBe(1000 * 1990);
  for (let second = 11; second <= 16; second += 1) pace.update(at(10 + 100 * (second - 10), 1000 * second));
  expect(pace.remainingMs(at(610, 16_000))).toBe(10 * 1390);
  expect(pace.remainingMs(chain({ phase: "done" }))).toBeUndefined();
});

test("chains report in any order; those that have not yet are not shown", () => {
  const { console, text } = watch(true);
  const progress = samplingProgress(console, () => 0);
  progress.update(chain({ chain: 2 }));
  expect(text().match(/chain/g)).toHaveLength(1);
});

test("durations keep two useful digits", () => {
  expect([400, 9_940, 9_960, 59_400, 200_000, 7_500_000].map(duration)).toEqual([
    "0.4 s",
    "9.9 s",
    "10 s",
    "59 s",
    "3 min 20 s",
    "2 h 5 min",
  ]);
});

function watch(isTTY: boolean): { console: Console; text: () => string } {
  let text = "";
  const write = (part: string): void => {
    text += part;
  };
  const stream = { isTTY, columns: 200, write };
  return { console: new Console({ stdout: stream, stderr: stream, json: false, quiet: false }), text: () => text };
}

test("without a terminal a line comes every five seconds and no sooner", () => {
  const { console, text } = watch(false);
  let now = 0;
  const progress = samplingProgress(console, () => now);
  for (now = 0; now <= 12_000; now += 100) progress.update(chain({ elapsedMs: now }));
  expect(text().trimEnd().split("\n")).toHaveLength(2);
  progress.finish();
  expect(text().trimEnd().split("\n")).toHaveLength(3);
});

test("a fit shorter than five seconds prints no progress where nothing can be redrawn", () => {
  const { console, text } = watch(false);
  const progress = samplingProgress(console, () => 0);
  progress.update(chain());
  progress.finish();
  expect(text()).toBe("");
});

test("on a terminal the lines are redrawn, at most ten times a second, and left standing at the end", () => {
  const { console, text } = watch(true);
  let now = 0;
  const progress = samplingProgress(console, () => now);
  progress.update(chain());
  now = 50;
  progress.update(chain({ iteration: 501 }));
  now = 150;
  progress.update(chain({ iteration: 502 }));
  expect(text()).toContain("500/2000");
  expect(text()).not.toContain("501/2000");
  expect(text()).toContain("\u001B[1A");
  progress.update(chain({ phase: "done", iteration: 2000 }));
  progress.finish();
  expect(text()).toContain("2000/2000");
  const before = text();
  console.note("next");
  expect(text()).toBe(`${before}next\n`);
});

test("a fit that never reported leaves nothing behind", () => {
  const { console, text } = watch(true);
  samplingProgress(console).finish();
  expect(text()).toBe("");
});
