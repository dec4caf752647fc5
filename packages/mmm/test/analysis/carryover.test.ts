// Decay and half-life against closed forms.
import fc from "fast-check";
import { expect, test } from "vitest";
import { carryover, effectShares, halfLife } from "../../src/analysis/carryover.ts";
import { steadyGain } from "../../src/analysis/channel-response.ts";
import type { AdstockSpec } from "../../src/media/adstock.ts";

const past: AdstockSpec = { kind: "geometric", window: null, normalize: false };

test("a geometric adstock over the whole past halves after log ½ / log retention periods", () => {
  fc.assert(
    fc.property(fc.double({ min: 0.01, max: 0.999, noNaN: true }), (retention) => {
      const exact = Math.log(0.5) / Math.log(retention);
      // Shares are subtracted one by one: rounding 1e-14 in what remains.
      expect(Math.abs(halfLife(effectShares(past, [retention])) / exact - 1)).toBeLessThan(1e-8);
    }),
  );
});

test("tv at retention 0.85 halves in 4.27 days", () => {
  expect(halfLife(effectShares(past, [0.85]))).toBeCloseTo(4.265, 3);
});

test("without carryover the half-life is 0 and all effect comes at once", () => {
  expect(halfLife(effectShares({ kind: "none" }, []))).toBe(0);
  expect([...effectShares({ kind: "none" }, [])]).toEqual([1]);
});

test("a window of which only the first period is used has half-life 0, the limit of ever faster decay", () => {
  const window: AdstockSpec = { kind: "geometric", window: 13, normalize: true };
  // log ½ / log 1e-9 = 0.033 periods; at 1e-15 nothing is left that could be told from rounding.
  expect(halfLife(effectShares(window, [1e-9]))).toBeCloseTo(0.033, 3);
  expect(halfLife(effectShares(window, [1e-15]))).toBe(0);
  expect(halfLife(effectShares({ kind: "weibull-cdf", window: 13, normalize: true }, [4, 0.05]))).toBe(0);
});

test("an even window halves in its middle", () => {
  // Retention 1 over 4 lags: shares ¼ each, half has come after 2 periods.
  const shares = effectShares({ kind: "geometric", window: 4, normalize: false }, [1]);
  expect([...shares]).toEqual([0.25, 0.25, 0.25, 0.25]);
  expect(halfLife(shares)).toBeCloseTo(2, 12);
});

test("an effect that comes all in the last lag halves within that lag", () => {
  expect(halfLife(Float64Array.of(0, 1))).toBeCloseTo(1.5, 12);
});

test("effect shares of any window sum to one", () => {
  const window = fc.integer({ min: 1, max: 60 });
  fc.assert(
    fc.property(window, fc.double({ min: 0, max: 1, noNaN: true }), fc.boolean(), (lags, retention, normalize) => {
      const shares = effectShares({ kind: "geometric", window: lags, normalize }, [retention]);
      expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 9);
    }),
  );
});

test("the decay curve carries its uncertainty and ends when the effect has come", () => {
  const retention = Float64Array.from({ length: 101 }, (_, draw) => 0.3 + 0.004 * draw); // mean 0.5
  const { decay, halfLifePeriods } = carryover(past, [retention], 101);
  expect(decay[0].lag).toBe(0);
  expect(decay[0].mean).toBeCloseTo(0.5, 9);
  // 90 % interval of 1 − retention: draws 5 and 95 of 0 … 100.
  expect(decay[0].lower).toBeCloseTo(1 - (0.3 + 0.004 * 95), 9);
  expect(decay[0].upper).toBeCloseTo(1 - (0.3 + 0.004 * 5), 9);
  expect(decay.every(({ mean, lower, upper }) => lower <= mean && mean <= upper)).toBe(true);
  const come = decay.reduce((sum, { mean }) => sum + mean, 0);
  expect(come).toBeGreaterThan(0.995);
  expect(decay.length).toBeLessThan(15);
  expect(halfLifePeriods.median).toBeCloseTo(1, 9);
});

test("a very long memory is followed for 120 periods only", () => {
  const { decay } = carryover(past, [Float64Array.of(0.99)], 1);
  expect(decay).toHaveLength(120);
});

test("the steady gain is what one unit per period builds up to", () => {
  expect(steadyGain({ kind: "none" }, [])).toBe(1);
  expect(steadyGain(past, [0.85])).toBeCloseTo(1 / 0.15, 12);
  expect(steadyGain({ ...past, normalize: true }, [0.85])).toBe(1);
  expect(steadyGain({ kind: "geometric", window: 3, normalize: false }, [0.5])).toBeCloseTo(1.75, 12);
});
