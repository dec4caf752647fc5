// How well the model describes the data it was fitted to: a condition, never evidence.
import type { Evaluation } from "../analysis/evaluation.ts";
import { formatShare } from "../analysis/format.ts";
import { trustThresholds } from "./thresholds.ts";
import type { TrustCheck } from "./trust-report.ts";
import { aboveIsBad, belowIsBad, figure, gravest, numbered } from "./verdicts.ts";

const { r2: limits, coverageError } = trustThresholds;
const promised = 0.94;
const caveat = "A good fit is no evidence that returns are right: wrong models fit as well.";

export function checkInSampleFit({ quality, byGeo, dates, unknown }: Evaluation): TrustCheck {
  const national = byGeo?.national;
  const observations = dates.length * (byGeo?.geos.length ?? 1) - (unknown?.cells ?? 0);
  const level = byGeo === undefined ? "of the national series" : `of every geo's every period`;
  const error = quality.coverage94 - promised;
  // Chance alone moves a share of n observations by three of its standard errors at most.
  const chance = 3 * Math.sqrt((promised * (1 - promised)) / observations);
  const fitted = belowIsBad(quality.r2, limits);
  const covered = aboveIsBad(Math.max(0, Math.abs(error) - chance), coverageError);
  const isTooGood = quality.r2 > limits.tooGood;
  const verdict = gravest([fitted, covered, isTooGood ? "caution" : "pass"]);
  const numbers = `R² ${level} is ${figure(quality.r2)}${national === undefined ? "" : `, of all geos together ${figure(national.r2)}`}`;
  return {
    id: "in-sample-fit",
    title: "The model describes the data",
    critical: false,
    verdict,
    numbers: [
      numbered(byGeo === undefined ? "R²" : "R² (geo × period)", quality.r2),
      ...(national === undefined ? [] : [numbered("R² (national)", national.r2)]),
      numbered("wMAPE", quality.wmape),
      numbered("coverage of 94 % intervals", quality.coverage94),
    ],
    threshold: `R² from ${limits.caution} to ${limits.tooGood}; coverage within ${formatShare(coverageError.caution)} of 94 % and chance`,
    reason:
      fitted !== "pass"
        ? `${numbers}: most of what moves the KPI is unexplained.`
        : covered !== "pass"
          ? `The 94 % intervals hold ${formatShare(quality.coverage94)} of the observations: they are ${error < 0 ? "too narrow" : "too wide"}.`
          : isTooGood
            ? `${numbers}: so close a fit suggests that a control repeats the KPI, or that the baseline follows every period.`
            : `${numbers}, and the 94 % intervals hold ${formatShare(quality.coverage94)}. ${caveat}`,
    remedy:
      fitted !== "pass"
        ? "Look at the residuals for what is missing: season, price, promotions, holidays."
        : covered !== "pass"
          ? "Use a likelihood with heavier tails (student-t) or one that scales with the level (log-normal)."
          : isTooGood
            ? "Take controls out that are made of the KPI, and bend the baseline less."
            : null,
  };
}
