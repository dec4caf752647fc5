import fc from "fast-check";
import { expect, test } from "vitest";
import { rankChannels, rankProbabilities } from "../../src/compare/ranking.ts";

test("probabilities of ranks sum to one over channels and over ranks, ties included", () => {
  fc.assert(
    fc.property(
      fc.array(fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 6, maxLength: 6 }), {
        minLength: 1,
        maxLength: 5,
      }),
      (channels) => {
        const shares = rankProbabilities(channels.map((values) => Float64Array.from(values)));
        for (const row of shares) expect(row.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 12);
        shares.forEach((_, rank) => {
          expect(shares.reduce((sum, row) => sum + row[rank], 0)).toBeCloseTo(1, 12);
        });
      },
    ),
  );
});

test("the pooled order follows the weights, and agreement is told for every pair", () => {
  const draws = (tv: number, search: number): Float64Array[] => [
    Float64Array.of(tv, tv),
    Float64Array.of(search, search),
  ];
  const ranking = rankChannels(
    ["tv", "search"],
    [
      { name: "one", weight: 0.3, draws: draws(2, 1) },
      { name: "other", weight: 0.7, draws: draws(1, 2) },
    ],
  );
  expect(ranking.order).toEqual(["search", "tv"]);
  expect(ranking.pooled).toEqual([
    [0.3, 0.7],
    [0.7, 0.3],
  ]);
  expect(ranking.meanRank.tv).toBeCloseTo(1.7, 12);
  expect(ranking.agreement).toEqual([{ frameworks: ["one", "other"], spearman: expect.closeTo(-1, 12), kendall: -1 }]);
});
