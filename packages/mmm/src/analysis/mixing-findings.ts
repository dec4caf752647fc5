// What is wrong with single parameters: chains that disagree, too few effective draws.
import type { ModelKind } from "../model/spec.ts";
import { diagnosticThresholds as limits } from "./diagnostic-thresholds.ts";
import type { DiagnosticFinding, ParameterRow } from "./evaluation.ts";
import { formatDiagnostic, formatList } from "./format.ts";
import { drawFactor, groupByCause, structuralRemedy } from "./remedies.ts";

export interface MixingInput {
  /** Parameters that vary; a constant one has nothing to mix. */
  readonly rows: readonly ParameterRow[];
  readonly chains: number;
  readonly drawsPerChain: number;
  readonly channels: readonly string[];
  readonly kind: ModelKind;
}

/** Fewer draws per chain than this have neither an R-hat nor an effective number: a run stopped at once. */
const leastDraws = 4;

/** Findings on R-hat, bulk ESS and tail ESS: one for each group of failing parameters with a common cause. */
export function mixingFindings(input: MixingInput): DiagnosticFinding[] {
  if (input.drawsPerChain < leastDraws) return [tooFewDraws(input.drawsPerChain)];
  if (input.chains < 2) return [singleChain(), ...essFindings(input)];
  return [...rhatFindings(input), ...essFindings(input)];
}

function rhatFindings({ rows, channels, kind, drawsPerChain }: MixingInput): DiagnosticFinding[] {
  const failing = rows.filter((row) => !(row.rhat < limits.rhat)).toSorted((left, right) => right.rhat - left.rhat);
  return groups(failing, channels).map(({ group, worst }) => ({
    check: "rhat",
    severity: worst.rhat < limits.rhatFail ? "caution" : "fail",
    subjects: group.labels,
    found: `R-hat of ${formatList(group.labels)} is up to ${formatDiagnostic(worst.rhat)}, the limit is ${limits.rhat}: the chains do not agree.`,
    remedy: `Draw twice as long (${2 * drawsPerChain} per chain, and as much warm-up); should it persist, ${structuralRemedy(group, kind)}.`,
  }));
}

function essFindings({ rows, channels, kind, drawsPerChain }: MixingInput): DiagnosticFinding[] {
  const checks = [
    { check: "ess-bulk", of: (row: ParameterRow) => row.essBulk, hurt: "means and medians" },
    { check: "ess-tail", of: (row: ParameterRow) => row.essTail, hurt: "interval ends" },
  ] as const;
  return checks.flatMap(({ check, of, hurt }) => {
    const failing = rows.filter((row) => !(of(row) > limits.ess)).toSorted((left, right) => of(left) - of(right));
    return groups(failing, channels).map(({ group, worst }): DiagnosticFinding => {
      const ess = of(worst);
      const longer = drawFactor(ess, limits.ess) * drawsPerChain;
      return {
        check,
        severity: ess >= limits.essFail ? "caution" : "fail",
        subjects: group.labels,
        found: `Effective draws of ${formatList(group.labels)} are as few as ${formatDiagnostic(ess)}, the limit is ${limits.ess}: ${hurt} are uncertain.`,
        remedy: `Draw longer (${longer} per chain), or ${structuralRemedy(group, kind)}.`,
      };
    });
  });
}

/** Rows come worst first, so the first of a group is its worst. */
function groups(
  failing: readonly ParameterRow[],
  channels: readonly string[],
): { group: ReturnType<typeof groupByCause>[number]; worst: ParameterRow }[] {
  const labels = failing.map((row) => row.label);
  return groupByCause(labels, channels).flatMap((group) => {
    const worst = failing.find((row) => row.label === group.labels[0]);
    return worst === undefined ? [] : [{ group, worst }];
  });
}

function singleChain(): DiagnosticFinding {
  return {
    check: "rhat",
    severity: "caution",
    subjects: ["chain 1"],
    found: "There is one chain only, so nothing shows whether another would agree: R-hat cannot be computed.",
    remedy: "Run at least four chains.",
  };
}

function tooFewDraws(drawsPerChain: number): DiagnosticFinding {
  const many = drawsPerChain === 1 ? "is 1 draw" : `are ${drawsPerChain} draws`;
  return {
    check: "ess-bulk",
    severity: "fail",
    subjects: ["all parameters"],
    found: `There ${many} per chain only, the limit is ${leastDraws}: neither R-hat nor effective draws can be computed.`,
    remedy: "Let the run finish; 1000 draws per chain are usual.",
  };
}
