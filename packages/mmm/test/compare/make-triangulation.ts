// A comparison of two hand-made fits of one small world.
import { evaluate } from "../../src/analysis/evaluate.ts";
import type { FoldForecast } from "../../src/compare/fold-forecast.ts";
import { type ComparedFit, triangulate } from "../../src/compare/triangulate.ts";
import type { Triangulation } from "../../src/compare/triangulation.ts";
import { fitWithRoi } from "./hand-made.ts";

export const sampling = { warmup: 0, seed: 1, targetAccept: 0.8 };
export const settings = { folds: 1, horizon: 2, seed: 1, fits: "1 × 40", foldFits: "1 × 40", swapFits: "1 × 40" };

function fold(density: number): FoldForecast {
  return {
    fold: "fold 1",
    dates: ["2024-05-01", "2024-05-02"],
    observed: [100, 110],
    mean: [101, 108],
    lower90: [90, 90],
    upper90: [120, 109],
    isInside50: [true, false],
    crps: [1, 3],
    logDensity: [density, density],
  };
}

/** @param roi  of tv and search */
export function compared(name: string, roi: readonly [number, number]): ComparedFit {
  const fit = fitWithRoi(roi);
  return { name, fit, evaluation: evaluate(fit, { sampling }), folds: [fold(-3)], run: `run-${name}`, notes: [] };
}

export function makeTriangulation(): Triangulation {
  return triangulate({ fits: [compared("one", [2, 1]), compared("other", [1, 1.5])], swaps: [], settings });
}
