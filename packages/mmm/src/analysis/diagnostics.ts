// Whether the computation worked: every check on the draws, and the verdict in one sentence.
import {
  bfmi,
  leaveOneOut,
  relativeEfficiency,
  type ScalarDraws,
  widelyApplicableInformation,
} from "@carryover/engine";
import type { Fit } from "../fit.ts";
import { seenCells } from "../model/model-graph.ts";
import { diagnosticThresholds as limits } from "./diagnostic-thresholds.ts";
import { ensembleDiagnostics } from "./ensemble-diagnostics.ts";
import type { DiagnosticFinding, DiagnosticsReport, ParameterRow } from "./evaluation.ts";
import { formatDiagnostic } from "./format.ts";
import { mixingFindings } from "./mixing-findings.ts";
import { previewDiagnostics } from "./preview-diagnostics.ts";
import { bfmiFindings, divergenceFindings, paretoFindings, treeDepthFindings } from "./sampler-findings.ts";
import { seenLogLikelihood } from "./seen-log-likelihood.ts";
import { sharedShockFindings } from "./shared-shocks.ts";
import { sum } from "./totals.ts";

export interface DiagnosticsInput {
  readonly fit: Fit;
  /** Of all parameters. */
  readonly rows: readonly ParameterRow[];
  readonly scalars: readonly ScalarDraws[];
  readonly targetAccept: number;
  /** Posterior mean of the expected KPI, (geo, time). */
  readonly expected: Float64Array;
}

/**
 * Every check with the number it was made on. The verdict is the worst severity found (see `verdictOf`). R-hat, ESS and E-BFMI of what
 * does not vary are not counted; a preview and an ensemble have none of these checks; with a single chain `maxRhat` is NaN.
 */
export function diagnose({ fit, rows, scalars, targetAccept, expected }: DiagnosticsInput): DiagnosticsReport {
  if (fit.preview !== undefined) return previewDiagnostics(fit.preview);
  if (fit.ensemble !== undefined) return ensembleDiagnostics(fit.ensemble);
  const { draws, spec } = fit;
  const { statistics } = draws;
  const varying = rows.filter(varies);
  const channels = spec.channels.map((channel) => channel.name);
  const energyFractions = bfmi(statistics.energy, draws);
  const seen = seenCells(fit.panel, fit.spec);
  const logLikelihood = seenLogLikelihood(fit, seen);
  const loo = leaveOneOut(logLikelihood, relativeEfficiency(draws));
  const waic = widelyApplicableInformation(logLikelihood);
  const findings = [
    ...divergenceFindings({ draws, scalars, targetAccept, channels, kind: spec.kind }),
    ...mixingFindings({ rows: varying, chains: draws.chains, drawsPerChain: draws.draws, channels, kind: spec.kind }),
    ...bfmiFindings(energyFractions),
    ...treeDepthFindings(draws),
    ...sharedShockFindings(
      fit.panel.kpi.values.map((value, index) => value - expected[index]),
      fit.panel.geos.length,
      spec.kind,
    ),
    ...paretoFindings(loo.paretoK, loo.goodK, observationLabels(fit, seen)),
  ].toSorted((left, right) => rank(left) - rank(right));
  const numbers = {
    maxRhat: largest(varying.map((row) => row.rhat)),
    minEssBulk: smallest(varying.map((row) => row.essBulk)),
    minEssTail: smallest(varying.map((row) => row.essTail)),
    divergences: sum(statistics.divergent),
    depthSaturated: sum(statistics.depthSaturated),
    minBfmi: smallest(Array.from(energyFractions)),
  };
  const badParetoK = loo.paretoK.filter((k) => k > loo.goodK).length;
  const verdict = verdictOf(findings, badParetoK / loo.paretoK.length);
  return {
    verdict,
    sentence: verdictSentence(verdict, findings, numbers),
    findings,
    ...numbers,
    elpdLoo: loo.elpd,
    elpdLooSe: loo.standardError,
    pLoo: loo.effectiveParameters,
    badParetoK,
    paretoKLimit: loo.goodK,
    elpdWaic: waic.elpd,
    pWaic: waic.effectiveParameters,
  };
}

/**
 * The gravest severity among findings in that order, LOO's left out where it concerns few observations.
 *
 * @param badParetoShare  share of observations that LOO cannot judge
 */
export function verdictOf(
  findings: readonly DiagnosticFinding[],
  badParetoShare: number,
): DiagnosticsReport["verdict"] {
  const minor = badParetoShare <= limits.badParetoShare;
  return findings.find(({ check }) => !(check === "pareto-k" && minor))?.severity ?? "pass";
}

/** One sentence for the header: whether the numbers can be used, and the gravest reason why not. */
export function verdictSentence(
  verdict: DiagnosticsReport["verdict"],
  findings: readonly DiagnosticFinding[],
  numbers: Pick<DiagnosticsReport, "maxRhat" | "minEssBulk" | "minEssTail">,
): string {
  if (verdict === "pass") {
    const ess = Math.min(numbers.minEssBulk, numbers.minEssTail);
    const aside = findings.length === 0 ? "" : " The finding below concerns model comparison by LOO only.";
    return `The computation can be trusted: the chains agree (R-hat at most ${formatDiagnostic(numbers.maxRhat)}, limit ${limits.rhat}), every parameter has at least ${formatDiagnostic(ess)} effective draws, and no draw diverged.${aside}`;
  }
  const others = findings.length - 1;
  const more = others === 0 ? "" : ` ${others} more ${others === 1 ? "finding" : "findings"} below.`;
  const lead = verdict === "fail" ? "Do not rely on these numbers" : "Use these numbers with care";
  return `${lead}: ${findings[0].found}${more}`;
}

/** Not fixed, rounding apart; a parameter whose draws are not numbers counts as varying and fails. */
function varies({ estimate: { mean, sd } }: ParameterRow): boolean {
  return !(sd <= 1e-12 * Math.abs(mean));
}

function observationLabels({ panel: { dates, geos } }: Fit, seen: Int32Array): string[] {
  return Array.from(seen, (cell) => {
    const date = dates[cell % dates.length];
    return geos.length === 1 ? date : `${geos[Math.floor(cell / dates.length)]} ${date}`;
  });
}

function rank(finding: DiagnosticFinding): number {
  return finding.severity === "fail" ? 0 : 1;
}

function largest(values: readonly number[]): number {
  const known = values.filter((value) => !Number.isNaN(value));
  return known.length === 0 ? Number.NaN : Math.max(...known);
}

function smallest(values: readonly number[]): number {
  const known = values.filter((value) => !Number.isNaN(value));
  return known.length === 0 ? Number.NaN : Math.min(...known);
}
