// Whether a fit can be trusted: every check, the line beside each ROI, and one verdict.
import { evaluationDraws } from "../analysis/evaluate.ts";
import type { Evaluation } from "../analysis/evaluation.ts";
import { formatList } from "../analysis/format.ts";
import type { EnsembleFacts, Fit } from "../fit.ts";
import type { Validation } from "../validation/validation.ts";
import { channelTrust } from "./channel-trust.ts";
import { checkCollinearity } from "./check-collinearity.ts";
import { checkContraction } from "./check-contraction.ts";
import { checkConvergence } from "./check-convergence.ts";
import { checkExtrapolation } from "./check-extrapolation.ts";
import { checkInSampleFit } from "./check-in-sample-fit.ts";
import { checkInfluentialObservations } from "./check-influential-observations.ts";
import { checkModelSpread } from "./check-model-spread.ts";
import { checkNegativeBaseline } from "./check-negative-baseline.ts";
import { checkOutOfSample } from "./check-out-of-sample.ts";
import { checkPlacebo } from "./check-placebo.ts";
import { checkPlausibleRoi } from "./check-plausible-roi.ts";
import { checkPosteriorPredictive } from "./check-posterior-predictive.ts";
import { checkPriorOnlySpend } from "./check-prior-only-spend.ts";
import { checkPriorPredictive } from "./check-prior-predictive.ts";
import { checkPriorSensitivity } from "./check-prior-sensitivity.ts";
import { checkResidualAutocorrelation } from "./check-residual-autocorrelation.ts";
import { checkSampleSize } from "./check-sample-size.ts";
import { checkSharedShocks } from "./check-shared-shocks.ts";
import { checkSearch, notOfEnsembles } from "./ensemble-checks.ts";
import { meridianHealth } from "./meridian-health.ts";
import type { PlaceboResult } from "./placebo.ts";
import { priorFacts } from "./prior-facts.ts";
import { type TrustFacts, trustFacts } from "./trust-facts.ts";
import type { ChannelFinding, ChannelTrust, TrustCheck, TrustReport, Verdict } from "./trust-report.ts";

export interface TrustOptions {
  /** At most so many draws of posterior and prior; 1,000 by default. */
  readonly draws?: number | undefined;
  /** Of the intervals of the ROIs; 0.9 by default. */
  readonly level?: number | undefined;
  /** Of the same run, where there is one. */
  readonly validation?: Validation | undefined;
  /** Of the same run, where one was fitted. */
  readonly placebo?: PlaceboResult | undefined;
}

/** @param evaluation  of the same fit */
export function assessTrust(
  fit: Fit,
  evaluation: Evaluation,
  { draws = evaluationDraws, level = 0.9, validation, placebo }: TrustOptions = {},
): TrustReport {
  const asked = { draws, placebo, validation: validation?.digest === fit.panel.digest ? validation : undefined };
  const facts = trustFacts(fit, evaluation, draws);
  const checks =
    fit.ensemble === undefined ? posteriorChecks(facts, asked) : ensembleChecks(facts, fit.ensemble, asked);
  const channels = channelTrust(facts, checks, level);
  const verdict = overallVerdict(checks);
  const health = meridianHealth(facts);
  return {
    verdict,
    sentence: overallSentence(verdict, checks, channels),
    level,
    draws: facts.sums.kept.length,
    counts: countVerdicts(checks),
    checks,
    channels,
    ...(placebo === undefined ? {} : { placebo }),
    ...(health === undefined ? {} : { meridianHealth: health }),
  };
}

interface Asked {
  readonly draws: number;
  /** Of the same data. */
  readonly validation: Validation | undefined;
  readonly placebo: PlaceboResult | undefined;
}

function posteriorChecks(facts: TrustFacts, { draws, validation, placebo }: Asked): TrustCheck[] {
  const { evaluation } = facts;
  const prior = priorFacts(facts, draws);
  const contraction = checkContraction(facts, prior);
  const spends = evaluation.channels.map(({ spend }) => spend);
  return [
    checkConvergence(evaluation),
    checkOutOfSample(validation),
    checkPlacebo(placebo),
    ...residualChecks(facts),
    checkInfluentialObservations(
      evaluation,
      facts.seen.reduce((sum, value) => sum + value, 0),
    ),
    checkInSampleFit(evaluation),
    checkNegativeBaseline(facts),
    checkPriorPredictive(facts, prior),
    contraction,
    checkPriorOnlySpend(spends, contraction.channels ?? []),
    checkPriorSensitivity(facts),
    ...channelChecks(facts, contraction.channels ?? []),
  ];
}

/** In the same order; what does not apply is there, and says why. */
function ensembleChecks(facts: TrustFacts, ensemble: EnsembleFacts, { validation }: Asked): TrustCheck[] {
  const { evaluation } = facts;
  return [
    checkSearch(evaluation, ensemble),
    checkOutOfSample(validation),
    notOfEnsembles("placebo"),
    ...residualChecks(facts),
    notOfEnsembles("influential-observations"),
    checkInSampleFit(evaluation),
    checkNegativeBaseline(facts),
    notOfEnsembles("prior-predictive"),
    notOfEnsembles("contraction"),
    notOfEnsembles("prior-only-spend"),
    notOfEnsembles("prior-sensitivity"),
    checkModelSpread(facts),
    ...channelChecks(facts, []),
  ];
}

function residualChecks(facts: TrustFacts): TrustCheck[] {
  return [checkPosteriorPredictive(facts), checkResidualAutocorrelation(facts), ...checkSharedShocks(facts)];
}

/** @param contractions  of each channel; none where there is no prior */
function channelChecks(facts: TrustFacts, contractions: readonly ChannelFinding[]): TrustCheck[] {
  return [
    checkCollinearity(facts, contractions),
    checkExtrapolation(facts),
    checkPlausibleRoi(facts),
    checkSampleSize(facts),
  ];
}

/**
 * Fails with any critical check. Cautions with any check that does not pass, and while the model has not been tried on what
 * it had not seen: nothing in the sample can stand for that.
 */
export function overallVerdict(checks: readonly Pick<TrustCheck, "id" | "verdict" | "critical">[]): Verdict {
  if (checks.some(({ verdict, critical }) => critical && verdict === "fail")) return "fail";
  const isUntried = checks.some(({ id, verdict }) => id === "out-of-sample" && verdict === "not-run");
  return isUntried || checks.some(({ verdict }) => verdict === "caution" || verdict === "fail") ? "caution" : "pass";
}

/** One sentence for whoever decides. */
export function overallSentence(
  verdict: Verdict,
  checks: readonly TrustCheck[],
  channels: readonly Pick<ChannelTrust, "name" | "verdict">[],
): string {
  const run = checks.filter((check) => check.verdict !== "not-run");
  if (verdict === "pass") return `These numbers can carry a decision: all ${run.length} checks passed.`;
  if (verdict === "fail") {
    const grave = checks.filter((check) => check.critical && check.verdict === "fail");
    const more =
      grave.length > 1
        ? ` ${grave.length - 1} more critical ${grave.length === 2 ? "check fails" : "checks fail"}.`
        : "";
    return `Do not decide on these numbers yet. ${grave[0].reason}${more}`;
  }
  const passed = run.filter((check) => check.verdict === "pass").length;
  const safe = channels.filter((channel) => channel.verdict === "pass").map(({ name }) => name);
  const weak = channels.filter((channel) => channel.verdict === "fail").map(({ name }) => name);
  const use =
    safe.length > 0
      ? ` The ROI of ${formatList(safe)} can be used as it stands${weak.length > 0 ? `, that of ${formatList(weak)} cannot` : ""}.`
      : weak.length > 0
        ? ` The ROI of ${formatList(weak)} cannot be used, the others with care.`
        : " Every ROI needs care.";
  const untried = checks.some((check) => check.id === "out-of-sample" && check.verdict === "not-run");
  return `Use these numbers with care: ${passed} of ${run.length} checks passed${untried ? ", and the model has not been tried on unseen periods" : ""}.${use}`;
}

function countVerdicts(checks: readonly TrustCheck[]): TrustReport["counts"] {
  const count = (wanted: TrustCheck["verdict"]): number => checks.filter(({ verdict }) => verdict === wanted).length;
  return { pass: count("pass"), caution: count("caution"), fail: count("fail"), "not-run": count("not-run") };
}
