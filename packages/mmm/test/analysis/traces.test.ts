// Traces: which parameters, how thinned, how ranked.
import fc from "fast-check";
import { expect, test } from "vitest";
import type { ParameterRow } from "../../src/analysis/evaluation.ts";
import { rankHistograms, worstFirst, worstTraces } from "../../src/analysis/traces.ts";

function row(label: string, rhat: number, ess: number): ParameterRow {
  const estimate = { mean: 0, median: 0, sd: 1, interval50: [0, 0], interval80: [0, 0], interval94: [0, 0] } as const;
  return { label, rhat, essBulk: ess, essTail: ess + 1, estimate, mcseMean: 0 };
}

test("the worst parameters come first: by R-hat, then by effective draws; unknown R-hat last", () => {
  const rows = [row("a", 1, 500), row("b", Number.NaN, 10), row("c", 1.2, 900), row("d", 1, 100)];
  expect(worstFirst(rows).map(({ label }) => label)).toEqual(["c", "d", "a", "b"]);
});

test("twelve parameters are traced, at most 400 draws of each chain, evenly thinned", () => {
  const chains = 2;
  const draws = 1000;
  const values = Float64Array.from({ length: chains * draws }, (_, index) => index);
  const rows = Array.from({ length: 15 }, (_, index) => row(`p${index}`, 1 + index / 16, 500));
  const traces = worstTraces(
    rows,
    rows.map(({ label }) => ({ label, values })),
    chains,
  );
  expect(traces).toHaveLength(12);
  expect(traces[0]).toMatchObject({ label: "p14", rhat: 1.875 });
  expect(traces[0].chains[1]).toHaveLength(400);
  expect(traces[0].chains[1].slice(0, 3)).toEqual([1000, 1002, 1005]);
});

test("a row without draws is left out", () => {
  expect(worstTraces([row("a", 1, 1)], [], 1)).toEqual([]);
});

test("chains that agree have flat rank histograms, chains that do not have none", () => {
  const draws = 200;
  const interleaved = Float64Array.from(
    { length: 2 * draws },
    (_, index) => 2 * (index % draws) + Math.floor(index / draws),
  );
  expect(rankHistograms(interleaved, 2, 20)).toEqual([new Array(20).fill(10), new Array(20).fill(10)]);
  const apart = Float64Array.from({ length: 2 * draws }, (_, index) => index);
  expect(rankHistograms(apart, 2, 20)).toEqual([
    [...new Array(10).fill(20), ...new Array(10).fill(0)],
    [...new Array(10).fill(0), ...new Array(10).fill(20)],
  ]);
});

test("every draw is counted once, ties or not", () => {
  const chain = fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 30, maxLength: 30 });
  fc.assert(
    fc.property(chain, chain, (first, second) => {
      const counts = rankHistograms(Float64Array.from([...first, ...second]), 2, 20);
      for (const ofChain of counts) expect(ofChain.reduce((sum, count) => sum + count, 0)).toBe(30);
      // 60 ranks in 20 bins: three in each.
      counts[0].forEach((count, bin) => {
        expect(count + counts[1][bin]).toBe(3);
      });
    }),
  );
});
