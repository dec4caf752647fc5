// A fold's result with stated numbers, for tests of what is made of folds.
import type { ForecastScores } from "../../src/validation/forecast-scores.ts";
import type { FoldResult } from "../../src/validation/validation.ts";

export interface FoldNumbers {
  readonly crps: number;
  readonly coverage90: number;
  readonly roi: number;
  /** CRPS of the model without media; unavailable where it is left out. */
  readonly baseline?: number;
  readonly geos?: readonly string[];
}

function scores(crps: number, coverage90: number): ForecastScores {
  return {
    cells: 3,
    crps,
    coverage: { "50": 0.5, "80": 0.8, "90": coverage90, "95": 0.95 },
    mape: 0.1,
    wmape: 0.1,
    rmse: 2 * crps,
    logDensity: -3,
  };
}

export function madeFold(index: number, { crps, coverage90, roi, baseline, geos }: FoldNumbers): FoldResult {
  const day = (offset: number): string => `2024-0${index + 1}-0${offset + 1}`;
  return {
    name: `fold ${index + 1}`,
    kind: geos === undefined ? "rolling" : "geos",
    training: { from: "2023-01-01", to: "2023-12-31", cells: 365 },
    heldOut: { from: day(0), to: day(2), cells: 3, geos: geos ?? ["national"] },
    leftOut: [],
    model: scores(crps, coverage90),
    baselines: { "no-media": baseline === undefined ? { unavailable: "it is a test" } : scores(baseline, coverage90) },
    roi: [{ channel: "tv", mean: roi, sd: 0.5 }],
    sampler: { seed: 1, chains: 2, draws: 300, divergences: 0, maxRhat: 1.01 },
    picture: {
      dates: [day(0), day(1), day(2)],
      observed: [100, 110, 90],
      mean: [101, 105, 95],
      lower50: [98, 102, 92],
      upper50: [104, 108, 98],
      lower90: [95, 99, 91],
      upper90: [107, 111, 101],
    },
    ...(geos === undefined ? { stepAhead: { logDensity: [-2, -2, -3], paretoK: [0, 0.2, 0.9], goodK: 0.7 } } : {}),
  };
}
