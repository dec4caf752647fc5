import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { SpecError } from "../../src/errors.ts";
import { blockedFolds, type Fold, geoHoldout, rollingOrigin } from "../../src/validation/splits.ts";

const shapes = fc.record({ geos: fc.integer({ min: 1, max: 4 }), periods: fc.integer({ min: 30, max: 120 }) });

function times({ scored }: Fold, periods: number): number[] {
  return [...new Set(scored.map((cell) => cell % periods))];
}

describe("rolling origin", () => {
  test("knows only what lies before, predicts each cell at most once, and ends with the data", () => {
    fc.assert(
      fc.property(
        shapes,
        fc.integer({ min: 1, max: 4 }),
        fc.integer({ min: 1, max: 5 }),
        fc.integer({ min: 0, max: 3 }),
        fc.option(fc.integer({ min: 5, max: 30 }), { nil: undefined }),
        (shape, count, horizon, gap, window) => {
          const { geos, periods } = shape;
          const folds = rollingOrigin(shape, {
            folds: count,
            horizon,
            gap,
            least: 5,
            ...(window === undefined ? {} : { window }),
          });
          expect(folds).toHaveLength(count);
          for (const fold of folds) {
            const scored = times(fold, periods);
            expect(Math.min(...scored)).toBe(fold.knownPeriods + gap);
            expect(Math.max(...scored)).toBe(fold.askedPeriods - 1);
            expect(fold.scored).toHaveLength(geos * horizon);
            const known = new Set(Array.from({ length: fold.knownPeriods }, (_, time) => time));
            for (const cell of fold.unused) {
              expect(known.has(cell % periods)).toBe(true);
              expect(cell % periods).toBeLessThan(fold.knownPeriods - (window ?? periods));
            }
            const left = geos * fold.knownPeriods - fold.unused.length;
            expect(left).toBe(geos * Math.min(fold.knownPeriods, window ?? periods));
          }
          const all = folds.flatMap(({ scored }) => scored);
          expect(new Set(all).size).toBe(all.length);
          expect(folds.at(-1)?.askedPeriods).toBe(periods);
          expect(folds.map(({ knownPeriods }) => knownPeriods)).toEqual(
            folds.map(({ knownPeriods }) => knownPeriods).toSorted((a, b) => a - b),
          );
        },
      ),
      { numRuns: 40 },
    );
  });

  test("refuses folds that leave too little to learn from, and says how much there is", () => {
    expect(() => rollingOrigin({ geos: 1, periods: 52 }, { folds: 5, horizon: 8, least: 20 })).toThrow(SpecError);
    expect(() => rollingOrigin({ geos: 1, periods: 52 }, { folds: 5, horizon: 8, gap: 1, least: 20 })).toThrow(
      "leave the first fold 11 of 52 periods to learn from; the model needs 20",
    );
    expect(() => rollingOrigin({ geos: 1, periods: 52 }, { folds: 1, horizon: 8, least: 20, window: 10 })).toThrow(
      "a sliding window of 10 periods",
    );
  });
});

describe("blocks in time", () => {
  test("hold every cell out exactly once, in contiguous blocks with their buffers unused", () => {
    fc.assert(
      fc.property(shapes, fc.integer({ min: 2, max: 6 }), fc.integer({ min: 0, max: 3 }), (shape, count, buffer) => {
        const { geos, periods } = shape;
        const folds = blockedFolds(shape, { folds: count, buffer, least: 5 });
        const all = folds.flatMap(({ scored }) => scored).toSorted((a, b) => a - b);
        expect(all).toEqual(Array.from({ length: geos * periods }, (_, cell) => cell));
        for (const fold of folds) {
          const block = times(fold, periods);
          expect(Math.max(...block) - Math.min(...block) + 1).toBe(block.length);
          const scored = new Set(fold.scored);
          expect(fold.unused.some((cell) => scored.has(cell))).toBe(false);
          const near = Array.from({ length: periods }, (_, time) => time).filter(
            (time) =>
              !block.includes(time) && time >= Math.min(...block) - buffer && time <= Math.max(...block) + buffer,
          );
          expect([...new Set(fold.unused.map((cell) => cell % periods))].toSorted((a, b) => a - b)).toEqual(near);
        }
        const sizes = folds.map(({ scored }) => scored.length / geos);
        expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
      }),
    );
  });

  test("one block leaves nothing to learn from, more blocks than periods leave nothing to predict", () => {
    expect(() => blockedFolds({ geos: 1, periods: 30 }, { folds: 1, least: 5 })).toThrow("Ask for more folds");
    expect(() => blockedFolds({ geos: 1, periods: 30 }, { folds: 31, least: 5 })).toThrow("Ask for fewer folds");
  });
});

describe("held-out geos", () => {
  test("hold every geo out exactly once, whole", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 9 }),
        fc.integer({ min: 2, max: 40 }),
        fc.integer({ min: 2, max: 9 }),
        (geos, periods, wanted) => {
          const folds = geoHoldout({ geos, periods }, { folds: Math.min(wanted, geos) });
          const all = folds.flatMap(({ scored }) => scored).toSorted((a, b) => a - b);
          expect(all).toEqual(Array.from({ length: geos * periods }, (_, cell) => cell));
          for (const { scored } of folds) {
            expect(scored.length % periods).toBe(0);
            expect(scored.length).toBeLessThan(geos * periods);
          }
        },
      ),
    );
  });

  test("need two geos, and no more groups than geos", () => {
    expect(() => geoHoldout({ geos: 1, periods: 9 }, { folds: 2 })).toThrow("the data have one geo");
    expect(() => geoHoldout({ geos: 3, periods: 9 }, { folds: 4 })).toThrow("Ask for 2 to 3 folds");
  });
});
