// Adstocks against the upstream unit tests (A) and the vectors computed from the published formulas (B).
import { describe, expect, test } from "vitest";
import { type AdstockSpec, adstock, adstockWeights } from "../../src/media/adstock.ts";
import { lightweightAdstock, lightweightCarryover } from "../../src/media/lightweight-adstock.ts";
import {
  robynGeometricAdstock,
  robynWeibullCdfAdstock,
  robynWeibullPdfAdstock,
  robynWeibullScale,
} from "../../src/media/robyn-adstock.ts";
import { expectClose } from "./check-operation.ts";

// Vectors are printed to six decimals and were computed twice to within 2e-6; each is checked to 1e-6.
const printed = 1e-6;
const x = Float64Array.of(100, 0, 50, 0, 0, 25, 0, 0);

const geometric = (window: number | null, normalize = false): AdstockSpec => ({ kind: "geometric", window, normalize });
const binomial = (window: number, normalize = false): AdstockSpec => ({ kind: "binomial", window, normalize });

/** Upstream lists weights from the oldest lag to the newest. */
const oldestFirst = (spec: AdstockSpec, alpha: number): number[] => [...adstockWeights(spec, [alpha], 5)].reverse();

describe("weights equal Meridian's unit tests", () => {
  test("A1, A2: geometric", () => {
    expectClose(oldestFirst(geometric(5), 0.5), [0.0625, 0.125, 0.25, 0.5, 1], 1e-12);
    expect(oldestFirst(geometric(5), 0)).toEqual([0, 0, 0, 0, 1]);
    expect(oldestFirst(geometric(5), 1)).toEqual([1, 1, 1, 1, 1]);
  });

  test("A3 to A6: binomial", () => {
    expectClose(oldestFirst(binomial(5), 0.25), [0.008, 0.064, 0.216, 0.512, 1], 1e-12);
    expectClose(oldestFirst(binomial(5), 0.5), [0.2, 0.4, 0.6, 0.8, 1], 1e-12);
    expectClose(oldestFirst(binomial(5), 2 / 3), [0.2, 0.4, 0.6, 0.8, 1].map(Math.sqrt), 1e-12);
    expect(oldestFirst(binomial(5), 0)).toEqual([0, 0, 0, 0, 1]);
    expect(oldestFirst(binomial(5), 1)).toEqual([1, 1, 1, 1, 1]);
  });

  test("A7, A8: the last step of a normalized window over three channels", () => {
    const rows = [
      [0.12, 0.55, 0.89],
      [0.34, 0.71, 0.23],
      [0.91, 0.08, 0.67],
      [0.45, 0.82, 0.11],
      [0.78, 0.29, 0.95],
    ];
    const last = (spec: AdstockSpec): number[] =>
      [0.1, 0.5, 0.9].map(
        (alpha, m) =>
          adstock(
            spec,
            Float64Array.from(rows, (row) => row[m]),
            [alpha],
          )[4],
      );
    expectClose(last(geometric(5, true)), [0.751, 0.4352, 0.5722], 5e-5); // four decimals printed
    expectClose(last(binomial(5, true)), [0.7423, 0.4627, 0.5671], 5e-5);
  });

  test("A9: constant media reach one as the window fills", () => {
    const output = adstock(geometric(4, true), new Float64Array(6).fill(1), [0.5]);
    const exact = [1, 2, 3, 4, 4, 4].map((n) => (1 - 0.5 ** n) / (1 - 0.5 ** 4));
    expectClose(output, exact, 1e-12);
  });
});

test("A28: PyMC-Marketing's geometric adstock, unnormalized", () => {
  const output = adstock(geometric(12), Float64Array.of(3, 7), [0.4]);
  expectClose(output, [3, 7 + 0.4 * 3], 1e-12);
});

test("A30: sustained spend settles at spend / (1 − retention)", () => {
  const output = adstock(geometric(null), new Float64Array(400).fill(1000), [0.85]);
  expect(output[399]).toBeCloseTo(1000 / 0.15, 6);
});

describe("outputs equal the computed vectors", () => {
  const cases: readonly (readonly [string, Float64Array, readonly number[]])[] = [
    [
      "B1 recursive geometric",
      adstock(geometric(null), x, [0.5]),
      [100, 50, 75, 37.5, 18.75, 34.375, 17.1875, 8.59375],
    ],
    ["B2 window 3", adstock(geometric(3), x, [0.5]), [100, 50, 75, 25, 12.5, 25, 12.5, 6.25]],
    [
      "B3 window 4, normalized",
      adstock(geometric(4, true), x, [0.7]),
      [39.478879, 27.635215, 39.08409, 27.358863, 9.672325, 16.640347, 6.908804, 4.836163],
    ],
    ["B4 weights", adstockWeights(binomial(5, true), [0.25], 5), [0.555556, 0.284444, 0.12, 0.035556, 0.004444]],
    [
      "B4 binomial",
      adstock(binomial(5, true), x, [0.25]),
      [55.555556, 28.444444, 39.777778, 17.777778, 6.444444, 15.666667, 7.333333, 3.0],
    ],
    [
      "B5 raw weights",
      adstockWeights({ kind: "delayed", window: 6, normalize: false }, [0.6, 2], 6),
      [0.1296, 0.6, 1, 0.6, 0.1296, 0.010078],
    ],
    [
      "B5 delayed",
      adstock({ kind: "delayed", window: 6, normalize: true }, x, [0.6, 2]),
      [5.248498, 24.298604, 43.121922, 36.447905, 25.497335, 13.86955, 8.6989, 10.32848],
    ],
    [
      "B6 weights",
      adstockWeights({ kind: "weibull-pdf", window: 6, normalize: false }, [2, 3], 6),
      [0.669482, 1, 0.847567, 0.482879, 0.171424, 0],
    ],
    [
      "B6 Weibull density",
      adstock({ kind: "weibull-pdf", window: 6, normalize: false }, x, [2, 3]),
      [66.948197, 100, 118.230816, 98.28788, 59.520743, 40.880989, 33.571192, 21.189179],
    ],
    [
      "B6b normalized",
      adstock({ kind: "weibull-pdf", window: 6, normalize: true }, x, [2, 3]),
      [21.110303, 31.532295, 37.28089, 30.992424, 18.768256, 12.890714, 10.585767, 6.681435],
    ],
    [
      "B7 weights",
      adstockWeights({ kind: "weibull-cdf", window: 7, normalize: false }, [2, 3], 7),
      [1, 0.894839, 0.573753, 0.211072, 0.035674, 0.002218, 4.1e-5],
    ],
    [
      "B7 Weibull survival",
      adstock({ kind: "weibull-cdf", window: 7, normalize: false }, x, [2, 3]),
      [100, 89.483932, 107.375342, 65.849175, 32.25507, 35.775413, 24.158745, 14.45474],
    ],
    [
      "B8 Robyn density, weights",
      robynWeibullPdfAdstock(x, 2, 0.3).weights,
      [0.69626, 1, 0.859917, 0.524775, 0.238554, 0.081018, 0.018587, 0],
    ],
    [
      "B8 Robyn density",
      robynWeibullPdfAdstock(x, 2, 0.3).adstocked,
      [69.626001, 100, 120.804704, 102.477513, 66.851227, 51.747096, 38.786377, 25.548846],
    ],
    [
      "B9 Robyn survival",
      robynWeibullCdfAdstock(x, 2, 0.3).adstocked,
      [100, 89.483932, 107.375342, 65.849175, 32.25507, 35.775413, 24.158745, 14.454757],
    ],
    [
      "B10 Robyn density, small shape, weights",
      robynWeibullPdfAdstock(x, 0.5, 0.1).weights,
      [1, 0.476802, 0.273564, 0.165559, 0.099191, 0.054758, 0.023262, 0],
    ],
    [
      "B10 Robyn density, small shape",
      robynWeibullPdfAdstock(x, 0.5, 0.1).adstocked,
      [100, 47.680155, 77.356362, 40.395948, 23.597261, 38.753769, 19.20579, 9.577007],
    ],
    [
      "B11 Robyn survival, small shape, weights",
      robynWeibullCdfAdstock(x, 0.5, 0.1).weights,
      [1, 0.493069, 0.18139, 0.053298, 0.012958, 0.002666, 0.000472, 7.3e-5],
    ],
    [
      "B11 Robyn survival, small shape",
      robynWeibullCdfAdstock(x, 0.5, 0.1).adstocked,
      [100, 49.306869, 68.138983, 29.98326, 10.365262, 27.931505, 13.021768, 4.675305],
    ],
    [
      "B12 Robyn geometric",
      robynGeometricAdstock(x, 0.3).adstocked,
      [100, 30, 59, 17.7, 5.31, 26.593, 7.9779, 2.39337],
    ],
    [
      "B13 LightweightMMM adstock before its power",
      lightweightAdstock(x, 0.8, 1),
      [20, 16, 22.8, 18.24, 14.592, 16.6736, 13.33888, 10.671104],
    ],
    [
      "B13 LightweightMMM adstock",
      lightweightAdstock(x, 0.8, 0.9),
      [14.822689, 12.125733, 16.6779, 13.643392, 11.161006, 12.584224, 10.294551, 8.42148],
    ],
    [
      "B14 weights",
      adstockWeights({ kind: "delayed", window: 5, normalize: false }, [0.7, 1], 5),
      [0.7, 1, 0.7, 0.2401, 0.040354],
    ],
    [
      "B14 LightweightMMM carryover",
      lightweightCarryover(x, { retention: 0.7, peakDelay: 1, exponent: 1, window: 5 }),
      [26.114983, 37.307118, 39.172474, 27.610998, 14.562968, 11.007465, 10.079518, 6.528746],
    ],
  ];
  test.each(cases)("%s", (_name, actual, expected) => {
    expectClose(actual, expected, printed);
  });

  test("Robyn's inflation of B8 to B12", () => {
    const inflations = [
      robynWeibullPdfAdstock(x, 2, 0.3),
      robynWeibullCdfAdstock(x, 2, 0.3),
      robynWeibullPdfAdstock(x, 0.5, 0.1),
      robynWeibullCdfAdstock(x, 0.5, 0.1),
      robynGeometricAdstock(x, 0.3),
    ].map((each) => each.inflation);
    expectClose(inflations, [3.290524, 2.682014, 2.037522, 1.733845, 1.42271], printed);
  });
});

test("Robyn's Weibull scale is a quantile of the window, rounded half to even", () => {
  expect([0.3, 0.1].map((scale) => robynWeibullScale(8, scale))).toEqual([3, 2]);
  expect([0.25, 0.75].map((scale) => robynWeibullScale(3, scale))).toEqual([2, 2]); // 1.5 and 2.5
  expect([0, 1].map((scale) => robynWeibullScale(8, scale))).toEqual([1, 8]);
});

test("Robyn's Weibull with shape or scale zero is no adstock", () => {
  expect(robynWeibullPdfAdstock(x, 0, 0.3).adstocked).toEqual(x);
  expect(robynWeibullCdfAdstock(x, 2, 0).adstocked).toEqual(x);
});
