// Comparison: this run among others of the same data.
import type { ModelComparison } from "../validation/compare-models.ts";
import type { ReportTable } from "./charts/chart.ts";
import type { Chapter } from "./document.ts";
import { formatCount, formatFixed } from "./format.ts";

export function comparisonChapter(comparison: ModelComparison): Chapter {
  return {
    id: "comparison",
    title: "Models compared",
    question: "Which model predicts better?",
    answer: comparison.sentence,
    blocks: [
      ...(comparison.warnings.length === 0 ? [] : [{ kind: "list", items: comparison.warnings } as const]),
      {
        kind: "table",
        span: "full",
        title: "Expected log predictive density, best first",
        table: modelTable(comparison),
      },
      {
        kind: "paragraph",
        text: `Elpd is the sum over ${formatCount(comparison.observations)} observations of the log density each has when it is left out, by Pareto smoothed importance sampling. A difference below 4, or below two standard errors, tells nothing apart. Stacking weights make the mixture of the models that predicts best; pseudo-BMA+ weights are in proportion to exp(elpd), averaged over a Bayesian bootstrap. Leaving out single observations flatters models that follow the series closely; carryover validate leaves out whole stretches.`,
      },
    ],
  };
}

function modelTable({ models }: ModelComparison): ReportTable {
  return {
    columns: [
      { label: "Run", kind: "text" },
      { label: "Model", kind: "text" },
      { label: "Elpd", kind: "figure" },
      { label: "Behind the best", kind: "figure" },
      { label: "Effective parameters", kind: "figure" },
      { label: "Stacking", kind: "share" },
      { label: "Pseudo-BMA+", kind: "share" },
      { label: "Bad Pareto k", kind: "count" },
    ],
    rows: models.map((each, rank) => [
      each.name,
      each.model,
      `${formatFixed(each.elpd, 1)} ± ${formatFixed(each.standardError, 1)}`,
      rank === 0 ? "–" : `${formatFixed(each.difference, 1)} ± ${formatFixed(each.differenceError, 1)}`,
      formatFixed(each.effectiveParameters, 1),
      each.stackingWeight,
      each.pseudoBmaWeight,
      each.badParetoK,
    ]),
  };
}
