// Diagnostics: did the computation work, what was found, and what to do about it.
import { diagnosticThresholds as limits } from "../analysis/diagnostic-thresholds.ts";
import type { Evaluation, ParameterRow } from "../analysis/evaluation.ts";
import type { ReportTable } from "./charts/chart.ts";
import type { Block, Chapter } from "./document.ts";
import { figure } from "./figure.ts";
import { formatCount, formatFixed } from "./format.ts";

/** How far a parameter is over its limits: 1 at the limit. Numbers that could not be computed come last. */
function severity(row: ParameterRow): number {
  const parts = [(row.rhat - 1) / (limits.rhat - 1), limits.ess / row.essBulk, limits.ess / row.essTail];
  const known = parts.filter(Number.isFinite);
  return known.length === 0 ? -1 : Math.max(...known);
}

/** Worst first. */
export function parametersByWorst(evaluation: Evaluation): readonly ParameterRow[] {
  return evaluation.parameters.toSorted((left, right) => severity(right) - severity(left));
}

/** Convergence of each parameter. */
export function convergenceTable(rows: readonly ParameterRow[]): ReportTable {
  return {
    columns: [
      { label: "Parameter", kind: "text" },
      { label: "R-hat", kind: "fixed-3" },
      { label: "Bulk ESS", kind: "count" },
      { label: "Tail ESS", kind: "count" },
      { label: "Mean", kind: "number" },
      { label: "Posterior sd", kind: "number" },
      { label: "MCSE of the mean", kind: "number" },
    ],
    rows: rows.map((row) => [
      row.label,
      row.rhat,
      row.essBulk,
      row.essTail,
      row.estimate.mean,
      row.estimate.sd,
      row.mcseMean,
    ]),
  };
}

/** Rows shown here; the appendix has all. */
const worstRows = 15;
/** Parameters whose draws are drawn. */
const drawnTraces = 4;

function checksTable({ diagnostics }: Evaluation): ReportTable {
  return {
    columns: [
      { label: "Check", kind: "text" },
      { label: "Found", kind: "figure" },
      { label: "Should be", kind: "text" },
    ],
    rows: [
      ["Largest R-hat", formatFixed(diagnostics.maxRhat, 3), `below ${limits.rhat}`],
      ["Smallest bulk ESS", formatCount(diagnostics.minEssBulk), `above ${limits.ess}`],
      ["Smallest tail ESS", formatCount(diagnostics.minEssTail), `above ${limits.ess}`],
      ["Divergent draws", formatCount(diagnostics.divergences), "0"],
      ["Draws at the largest tree depth", formatCount(diagnostics.depthSaturated), "0"],
      ["Smallest E-BFMI of a chain", formatFixed(diagnostics.minBfmi, 2), `above ${limits.bfmi}`],
      [
        `Observations with Pareto k above ${formatFixed(diagnostics.paretoKLimit, 2)}`,
        formatCount(diagnostics.badParetoK),
        "0",
      ],
    ],
  };
}

/** A preview has no chains, and its one figure is in its finding. */
function previewChapter({ diagnostics }: Evaluation): Chapter {
  return {
    id: "diagnostics",
    title: "Diagnostics",
    question: "Did the computation work?",
    answer: diagnostics.sentence,
    blocks: [
      { kind: "findings", findings: diagnostics.findings },
      {
        kind: "paragraph",
        text: "R-hat, effective sample sizes, divergences, E-BFMI and LOO say whether chains have found the posterior. A preview runs no chains: none of them applies.",
      },
    ],
  };
}

/** Nor has an ensemble. */
function ensembleChapter({ diagnostics }: Evaluation): Chapter {
  return {
    id: "diagnostics",
    title: "Diagnostics",
    question: "Did the search find what there is to find?",
    answer: diagnostics.sentence,
    blocks: [
      ...(diagnostics.findings.length === 0 ? [] : [{ kind: "findings", findings: diagnostics.findings } as const]),
      {
        kind: "paragraph",
        text: "R-hat, effective sample sizes, divergences, E-BFMI and LOO say whether chains have found a posterior. A search has neither chains nor a posterior: none of them applies.",
      },
    ],
  };
}

export function diagnosticsChapter(evaluation: Evaluation): Chapter {
  if (evaluation.sampling.ensemble !== undefined) return ensembleChapter(evaluation);
  if (evaluation.sampling.previewParetoK !== undefined) return previewChapter(evaluation);
  const { diagnostics, parameters, traces } = evaluation;
  const worst = parametersByWorst(evaluation).slice(0, worstRows);
  const findings: readonly Block[] =
    diagnostics.findings.length === 0 ? [] : [{ kind: "findings", findings: diagnostics.findings }];
  const pictures = traces
    .slice(0, drawnTraces)
    .flatMap((_, index) => [
      figure(evaluation, { name: "trace", index }, "half"),
      figure(evaluation, { name: "rank", index }, "half"),
    ]);
  return {
    id: "diagnostics",
    title: "Diagnostics",
    question: "Did the computation work?",
    answer: diagnostics.sentence,
    blocks: [
      ...findings,
      { kind: "table", span: "full", title: "Checks", table: checksTable(evaluation) },
      {
        kind: "table",
        span: "full",
        title:
          worst.length < parameters.length
            ? `Convergence, the worst ${worst.length} of ${parameters.length} parameters`
            : "Convergence by parameter, worst first",
        table: convergenceTable(worst),
      },
      ...(pictures.length === 0 ? [] : [{ kind: "heading", text: "Draws of the worst parameters" } as const]),
      ...pictures,
    ],
  };
}
