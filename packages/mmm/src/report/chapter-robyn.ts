// Search: which models were tried, whether the search had settled, and which models stand for all of them.
import type { Evaluation } from "../analysis/evaluation.ts";
import type { RobynModel, RobynReport } from "../analysis/robyn-report.ts";
import { periodWord } from "../calendar/periods.ts";
import type { ReportTable } from "./charts/chart.ts";
import { objectiveLabels } from "./charts/robyn-convergence.ts";
import type { Chapter } from "./document.ts";
import { figure } from "./figure.ts";
import { capitalized, countOf, formatCount, formatDate, formatFixed, formatNumber } from "./format.ts";
import { channelLabels } from "./names.ts";

export function robynChapter(evaluation: Evaluation, report: RobynReport): Chapter {
  const channels = evaluation.channels.map(({ name }) => name);
  const labels = channelLabels(evaluation);
  return {
    id: "search",
    title: "Search",
    question: "Which models were tried, and which stand for them?",
    answer: answer(report),
    blocks: [
      { kind: "paragraph", text: setting(evaluation, report) },
      figure(evaluation, { name: "robyn-pareto", data: report }, "full"),
      ...(report.convergence.length === 0
        ? []
        : [figure(evaluation, { name: "robyn-convergence", data: report }, "full")]),
      { kind: "table", span: "full", title: "Selected models", table: modelTable(report) },
      {
        kind: "table",
        span: "full",
        title: "Return on spend in each selected model, over its window",
        table: returnTable(report, channels, labels),
      },
      {
        kind: "table",
        span: "full",
        title: "Return on spend within the clusters: the spread of models, not sampling uncertainty",
        table: spreadTable(report, channels, labels),
      },
      { kind: "heading", text: "How far to trust a selected model" },
      {
        kind: "list",
        items: [
          "DECOMP.RSSD draws shares of effect toward shares of spend: models that say the money was spent about right are preferred before the data have spoken.",
          "A penalized regression shrinks coefficients of channels that move together; which of them is credited depends on the penalty.",
          "Intervals within a cluster resample its models. They tell how models that were preferred alike differ, and nothing of how other data would have come out.",
        ],
      },
    ],
  };
}

function answer({ models, evaluations, candidates, convergence }: RobynReport): string {
  const open = convergence.filter(({ converged }) => !converged).map(({ objective }) => objectiveLabels[objective]);
  const settled =
    open.length === 0
      ? "The search had settled."
      : `The search had not settled when it ended: ${open.join(" and ")} still moved.`;
  return `${capitalized(countOf(models.length, "model"))} out of ${formatCount(evaluations)} stand${models.length === 1 ? "s" : ""} for ${formatCount(candidates)} candidates, each counting by its weight. ${settled}`;
}

function setting({ frequency }: Evaluation, report: RobynReport): string {
  const { window, trials, iterations, seed, fronts, hypervolume, searchSeconds, interrupted, hasLifts } = report;
  const stopped = interrupted ? " It was stopped before its end; what was finished is here." : "";
  return `${capitalized(countOf(trials, "trial"))} of ${formatCount(iterations)} models each by differential evolution, seed ${seed}, on ${formatCount(window.periods)} ${periodWord(frequency)}s from ${formatDate(window.from)} to ${formatDate(window.to)}, in ${formatNumber(searchSeconds)} seconds. Candidates are the first ${fronts === 1 ? "front" : `${formatCount(fronts)} fronts`} of models that no other beats on ${hasLifts ? "all three errors" : "both errors"}; the first front dominates a hypervolume of ${formatFixed(hypervolume, 4)}. Candidates are clustered by their hyperparameters, and of each cluster the model with the lowest error score was selected.${stopped}`;
}

function modelTable({ models, hasLifts }: RobynReport): ReportTable {
  const [first] = models;
  const hasSplit = first?.validation !== undefined;
  return {
    columns: [
      { label: "Model", kind: "text" },
      { label: "Weight", kind: "share" },
      { label: "Candidates like it", kind: "count" },
      { label: "Error score", kind: "number" },
      { label: "NRMSE", kind: "number" },
      { label: "DECOMP.RSSD", kind: "number" },
      ...(hasLifts ? [{ label: "MAPE.LIFT", kind: "number" } as const] : []),
      { label: hasSplit ? "R², training" : "R² (adjusted)", kind: "fixed-3" },
      ...(hasSplit
        ? [{ label: "R², validation", kind: "fixed-3" } as const, { label: "R², test", kind: "fixed-3" } as const]
        : []),
      { label: "Lambda", kind: "number" },
    ],
    rows: models.map((model: RobynModel) => [
      model.id,
      model.weight,
      model.clusterSize,
      model.errorScore,
      model.nrmse,
      model.rssd,
      ...(hasLifts ? [model.mapeLift] : []),
      model.train.rSquared,
      ...(hasSplit ? [model.validation?.rSquared ?? null, model.test?.rSquared ?? null] : []),
      model.lambda,
    ]),
  };
}

function returnTable({ models }: RobynReport, channels: readonly string[], labels: readonly string[]): ReportTable {
  return {
    columns: [{ label: "Model", kind: "text" }, ...labels.map((label) => ({ label, kind: "number" as const }))],
    rows: models.map(({ id, returnOnSpend }) => [id, ...channels.map((name) => finite(returnOnSpend[name]))]),
  };
}

/** 95 % of resampled means, by cluster. */
function spreadTable({ models }: RobynReport, channels: readonly string[], labels: readonly string[]): ReportTable {
  return {
    columns: [
      { label: "Cluster of", kind: "text" },
      { label: "Channel", kind: "text" },
      { label: "Mean", kind: "number" },
      { label: "95 % from", kind: "number" },
      { label: "95 % to", kind: "number" },
    ],
    rows: models.flatMap(({ id, returnSpread }) =>
      channels.map((name, index) => {
        const spread = returnSpread[name];
        return [id, labels[index]!, spread?.mean ?? null, spread?.low ?? null, spread?.high ?? null];
      }),
    ),
  };
}

function finite(value: number | undefined): number | null {
  return value === undefined || !Number.isFinite(value) ? null : value;
}
