// Whether several geos' residuals move together: then each says less than the model believes.
import { diagnosticThresholds as limits } from "./diagnostic-thresholds.ts";
import type { DiagnosticFinding } from "./evaluation.ts";
import { formatDiagnostic } from "./format.ts";

/**
 * How many times more widely the mean over geos of their standardized residuals scatters over time than that of independent
 * ones would: G · mean_t( (mean_g z_gt)² ), about 1 with a standard deviation of √(2/T) where they are independent.
 *
 * @param residuals  observed less expected, (geo, time)
 * @returns NaN where a geo has no residuals but zeros
 */
export function sharedShockFactor(residuals: Float64Array, geos: number): number {
  const periods = residuals.length / geos;
  const shared = new Float64Array(periods);
  for (let geo = 0; geo < geos; geo += 1) {
    const own = residuals.subarray(geo * periods, (geo + 1) * periods);
    const spread = Math.sqrt(own.reduce((sum, value) => sum + value * value, 0) / periods);
    for (let t = 0; t < periods; t += 1) shared[t] += own[t] / spread / geos;
  }
  return (geos * shared.reduce((sum, value) => sum + value * value, 0)) / periods;
}

/** A finding where the factor is beyond both chance and what matters. */
export function sharedShockFindings(residuals: Float64Array, geos: number): DiagnosticFinding[] {
  if (geos < 2) return [];
  const periods = residuals.length / geos;
  const factor = sharedShockFactor(residuals, geos);
  const limit = Math.max(limits.sharedShockFactor, 1 + 4 * Math.sqrt(2 / periods));
  if (!(factor > limit)) return [];
  return [
    {
      check: "shared-shocks",
      severity: "caution",
      subjects: [],
      found: `What the model leaves unexplained moves all geos together: the variance of their mean residual is ${formatDiagnostic(factor)} times that of independent ones, limit ${formatDiagnostic(limit)}. Intervals are too narrow, and returns may take credit for what all geos had in common.`,
      remedy: `Set model.knots higher, up to one a period (${periods}), or give what moved all geos a control.`,
    },
  ];
}
