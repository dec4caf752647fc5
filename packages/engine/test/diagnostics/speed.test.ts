// Diagnostics at the size of a real run stay in the background of a fit. Processor time is counted, not wall
// time, so that a busy machine does not fail them.
import { expect, test } from "vitest";
import { leaveOneOut } from "../../src/diagnostics/loo.ts";
import { summarize } from "../../src/diagnostics/summarize.ts";
import { drawsOfVariables } from "./draws-of.ts";

/** Independent uniform numbers in [0, 1) from a linear congruential generator: good enough to be timed on. */
function uniforms(count: number): Float64Array {
  let state = 1;
  return new Float64Array(count).map(() => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  });
}

/** Processor seconds this process has used. */
function processorSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

test("40 scalars of 4 × 1000 draws are summarized in a second", () => {
  const shape = { chains: 4, draws: 1000 };
  const values = uniforms(160_000);
  const draws = drawsOfVariables([{ name: "beta", dims: ["channel"], shape: [40], values }], shape);
  const start = processorSeconds();
  const rows = summarize(draws);
  expect(processorSeconds() - start).toBeLessThan(1);
  expect(rows.map((row) => row.label)).toEqual(Array.from({ length: 40 }, (_, index) => `beta[${index}]`));
  expect(rows.every((row) => row.rhat < 1.1 && row.essBulk > 100)).toBe(true);
});

test("LOO of 4000 draws and 1095 observations takes less than three seconds", () => {
  const drawCount = 4000;
  const observations = 1095;
  const values = uniforms(drawCount * observations).map((uniform) => -1 - uniform ** 2);
  const start = processorSeconds();
  const { paretoK } = leaveOneOut({ drawCount, observations, values });
  expect(processorSeconds() - start).toBeLessThan(3);
  expect(paretoK.every((shape) => shape < 0.7)).toBe(true);
});
