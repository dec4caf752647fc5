// Whether several geos' residuals move together: then each says less than the model believes.
import type { ModelKind } from "../model/spec.ts";
import { diagnosticThresholds as limits } from "./diagnostic-thresholds.ts";
import type { DiagnosticFinding } from "./evaluation.ts";
import { formatDiagnostic } from "./format.ts";

/**
 * How many times more widely the mean over geos of their standardized residuals scatters over time than that of independent
 * ones would: mean_t( G_t · (mean_g z_gt)² ) over the G_t geos whose residual is known, about 1 with a standard deviation of
 * √(2/T) where they are independent.
 *
 * @param residuals  observed less expected, (geo, time), NaN where it is not known
 * @returns NaN where a geo has no residuals but zeros
 */
export function sharedShockFactor(residuals: Float64Array, geos: number): number {
  const periods = residuals.length / geos;
  const shared = new Float64Array(periods); // (time), sums of standardized residuals
  const counts = new Float64Array(periods); // (time), geos with one
  for (let geo = 0; geo < geos; geo += 1) {
    const own = residuals.subarray(geo * periods, (geo + 1) * periods);
    const known = own.filter((value) => !Number.isNaN(value));
    const spread = Math.sqrt(known.reduce((sum, value) => sum + value * value, 0) / known.length);
    own.forEach((value, t) => {
      if (Number.isNaN(value)) return;
      shared[t] += value / spread;
      counts[t] += 1;
    });
  }
  // G_t · (mean)² = (sum)² / G_t; a period that one geo alone has says nothing of what geos share.
  const several = [...counts.keys()].filter((t) => counts[t] > 1);
  return several.reduce((sum, t) => sum + shared[t] ** 2 / counts[t], 0) / several.length;
}

/** A finding where the factor is beyond both chance and what matters. */
export function sharedShockFindings(
  residuals: Float64Array,
  geos: number,
  kind: ModelKind = "default",
): DiagnosticFinding[] {
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
      remedy: `Set ${kind === "meridian" ? "model.meridian.knots" : "model.knots"} higher, up to one a period (${periods}), or give what moved all geos a control.`,
    },
  ];
}
