// Do all geos' residuals move together?
import { diagnosticThresholds } from "../analysis/diagnostic-thresholds.ts";
import { sharedShockFactor, sharedShockFindings } from "../analysis/shared-shocks.ts";
import type { TrustFacts } from "./trust-facts.ts";
import type { TrustCheck } from "./trust-report.ts";
import { figure, numbered } from "./verdicts.ts";

/** For several geos; national data have nothing to share. */
export function checkSharedShocks({ fit, residuals, seen }: TrustFacts): TrustCheck[] {
  const geos = fit.panel.geos.length;
  if (geos < 2) return [];
  const known = residuals.map((value, cell) => (seen[cell] === 1 ? value : Number.NaN));
  const factor = sharedShockFactor(known, geos);
  const [finding] = sharedShockFindings(known, geos, fit.spec.kind);
  return [
    {
      id: "shared-shocks",
      title: "Geos err on their own",
      critical: false,
      verdict: finding === undefined ? "pass" : finding.severity,
      numbers: [numbered("variance of the mean residual over that of independent ones", factor)],
      threshold: `about 1, at most ${diagnosticThresholds.sharedShockFactor} and beyond chance`,
      reason:
        finding?.found ??
        `The variance of the geos' mean residual is ${figure(factor)} times that of independent ones: nothing moves them all that the model does not know.`,
      remedy: finding?.remedy ?? null,
    },
  ];
}
