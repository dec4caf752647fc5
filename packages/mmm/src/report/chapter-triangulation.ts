// Triangulation: Bayesian against frequentist, channel by channel, and what can be decided all the same.
import type { Evaluation } from "../analysis/evaluation.ts";
import type { Quantity } from "../compare/quantity.ts";
import type { SwapReport } from "../compare/swap-effects.ts";
import type { FrameworkResult, Triangulation } from "../compare/triangulation.ts";
import type { ReportTable } from "./charts/chart.ts";
import type { Block, Chapter } from "./document.ts";
import { figure } from "./figure.ts";
import { capitalized, countOf, formatDate, formatShare, joinNames } from "./format.ts";
import { displayName } from "./names.ts";

export function triangulationChapter(evaluation: Evaluation, triangulation: Triangulation): Chapter {
  const { frameworks, consensus, weights, sentences, unfinished, channels, disagreement } = triangulation;
  return {
    id: "triangulation",
    title: "Triangulation",
    question: "Do other frameworks see the same?",
    answer: sentences.slice(0, 2).join(" "),
    blocks: [
      { kind: "paragraph", text: settingSentence(triangulation) },
      figure(evaluation, { name: "framework-roi", data: triangulation }, "full"),
      { kind: "heading", text: "What to do, and how sure of it all frameworks are together" },
      { kind: "list", items: consensus.matrix.entries.map(({ sentence }) => sentence) },
      { kind: "table", span: "full", title: "Priority and confidence", table: matrixTable(triangulation) },
      figure(evaluation, { name: "framework-ranks", data: triangulation }, "half"),
      figure(evaluation, { name: "framework-disagreement", data: triangulation }, "half"),
      { kind: "list", items: disagreement.channels.map(({ sentence }) => sentence) },
      ...swapBlocks(disagreement.swaps),
      ...planBlocks(triangulation),
      { kind: "heading", text: "Side by side" },
      { kind: "table", span: "full", title: "How well each describes and predicts", table: scoreTable(frameworks) },
      { kind: "paragraph", text: weights.sentence },
      {
        kind: "filtered-table",
        title: "Every number, by framework, channel and metric",
        filters: ["Framework", "Channel", "Metric"],
        table: numbersTable(triangulation),
      },
      ...channels.map((channel) =>
        figure(evaluation, { name: "framework-curve", data: { triangulation, channel } }, "tile"),
      ),
      { kind: "table", span: "full", title: "Do they order channels alike?", table: agreementTable(triangulation) },
      ...notesOf(frameworks, unfinished),
      {
        kind: "paragraph",
        text: "Every number is by one definition: the KPI with a channel's media less the KPI without them, over the same periods, whatever model says so. Posteriors are of parameters given a model; the draws of an ensemble are models that a search selected, repeated by their weight: their spread is that of a choice of models and no posterior. Agreement of models that share an assumption is no proof of it: an experiment is.",
      },
    ],
  };
}

function settingSentence({ frameworks, settings, from, to, geos }: Triangulation): string {
  const { folds, horizon, fits, foldFits, swapFits } = settings;
  const kinds = frameworks.map(({ name, kind, nature }) => {
    const what = nature === "posterior" ? "posterior" : "ensemble of selected models";
    return name === kind ? `${name} (${what})` : `${name} (model ${kind}, ${what})`;
  });
  const where = geos > 1 ? ` of ${geos} geos` : "";
  const scored =
    folds === 0
      ? "None was scored on unseen periods."
      : `Each was fitted ${countOf(folds, "time")} more to the past and asked about the next ${horizon} periods.`;
  return `${capitalized(joinNames(kinds))} were fitted to the same panel${where}, ${formatDate(from)} to ${formatDate(to)}. ${scored} Chains of posteriors: ${fits}; of folds ${foldFits}; of models with swapped ingredients ${swapFits}.`;
}

function matrixTable({ consensus }: Triangulation): ReportTable {
  const yes = (holds: boolean): string => (holds ? "yes" : "no");
  return {
    columns: [
      { label: "Channel", kind: "text" },
      { label: "Priority", kind: "text" },
      { label: "Confidence", kind: "text" },
      { label: "Next unit brings", kind: "number" },
      { label: "90 % from", kind: "number" },
      { label: "90 % to", kind: "number" },
      { label: "Frameworks on one side", kind: "text" },
      { label: "Returns close", kind: "text" },
      { label: "Rank stable", kind: "text" },
      { label: "Interval narrow", kind: "text" },
    ],
    rows: consensus.matrix.entries.map(({ channel, priority, confidence, marginalRoi, reasons }) => [
      displayName(channel),
      capitalized(priority),
      capitalized(confidence),
      marginalRoi.mean,
      marginalRoi.q05,
      marginalRoi.q95,
      yes(reasons.agree),
      yes(reasons.close),
      yes(reasons.stable),
      yes(reasons.narrow),
    ]),
  };
}

function swapBlocks(swaps: readonly SwapReport[]): Block[] {
  if (swaps.length === 0) return [];
  return [
    { kind: "heading", text: "Where they part: one ingredient swapped at a time" },
    { kind: "list", items: swaps.flatMap(({ sentence, cannot }) => [sentence, ...cannot]) },
    ...swaps.map(
      (swap): Block => ({
        kind: "table",
        span: "full",
        title: `From ${swap.from} to ${swap.to}: how far each ingredient moves the return`,
        table: swapTable(swap),
      }),
    ),
  ];
}

function swapTable({ from, to, channels }: SwapReport): ReportTable {
  const moves = channels[0]?.moves ?? [];
  const plusMinus = (value: number, error: number): string => `${value.toFixed(2)} ± ${error.toFixed(2)}`;
  return {
    columns: [
      { label: "Channel", kind: "text" },
      { label: capitalized(from), kind: "number" },
      ...moves.map(({ ingredient }) => ({ label: capitalized(ingredient), kind: "figure" as const })),
      { label: "Together, beyond the sum", kind: "number" },
      { label: "Not swapped", kind: "number" },
      { label: capitalized(to), kind: "number" },
    ],
    rows: channels.map((each) => [
      displayName(each.channel),
      each.from,
      ...each.moves.map(({ move, error }) => plusMinus(move, error)),
      each.interaction,
      each.rest,
      each.to,
    ]),
  };
}

function planBlocks({ consensus: { plans }, frameworks }: Triangulation): Block[] {
  if (plans === null) return [];
  return [
    { kind: "heading", text: "One budget under all of them" },
    { kind: "list", items: plans.sentences },
    {
      kind: "table",
      span: "full",
      title: "Plans of the same budget: money by channel",
      table: {
        columns: [
          { label: "Plan", kind: "text" },
          ...plans.channels.map((channel) => ({ label: displayName(channel), kind: "money" as const })),
        ],
        rows: plans.plans.map(({ name, allocation }) => [
          capitalized(name),
          ...plans.channels.map((channel) => allocation[channel]),
        ]),
      },
    },
    {
      kind: "table",
      span: "full",
      title: "What each framework thinks of each plan: worth above today's, and how much of its own best gain that is",
      table: {
        columns: [
          { label: "Plan", kind: "text" },
          ...frameworks.flatMap(({ name }) => [
            { label: capitalized(name), kind: "money" as const },
            { label: "Of its best", kind: "figure" as const },
          ]),
          { label: "All, weighted", kind: "money" },
          { label: "Better than today", kind: "probability" },
          { label: "Gap to the best of its kind", kind: "figure" },
        ],
        rows: plans.plans.map(({ name, kind, underFramework, lift, probabilityBetter, certificate }) => [
          capitalized(name),
          ...frameworks.flatMap((framework) => {
            const under = underFramework[framework.name];
            return [under.lift.mean, under.gainShare === null ? "–" : formatShare(under.gainShare)];
          }),
          lift.mean,
          kind === "current" ? null : probabilityBetter,
          certificate === null ? "–" : gapText(certificate.dualityGap),
        ]),
      },
    },
  ];
}

function gapText(gap: number | null): string {
  if (gap === null) return "not bounded";
  return gap === 0 ? "0" : gap.toPrecision(2);
}

function scoreTable(frameworks: readonly FrameworkResult[]): ReportTable {
  return {
    columns: [
      { label: "Framework", kind: "text" },
      { label: "R²", kind: "fixed-3" },
      { label: "MAPE", kind: "share" },
      { label: "wMAPE", kind: "share" },
      { label: "NRMSE", kind: "share" },
      { label: "Unseen R²", kind: "fixed-3" },
      { label: "Unseen wMAPE", kind: "share" },
      { label: "Unseen CRPS", kind: "amount" },
      { label: "Inside 90 %", kind: "share" },
      { label: "Unseen elpd", kind: "number" },
      { label: "Weight", kind: "share" },
    ],
    rows: frameworks.map(({ name, r2, mape, wmape, nrmse, outOfSample, weight }) => [
      capitalized(name),
      r2,
      mape,
      wmape,
      nrmse,
      outOfSample?.r2 ?? null,
      outOfSample?.wmape ?? null,
      outOfSample?.crps ?? null,
      outOfSample?.coverage90 ?? null,
      outOfSample?.elpd ?? null,
      weight,
    ]),
  };
}

/** A row for each framework, channel and metric. */
function numbersTable({ frameworks, consensus, channels }: Triangulation): ReportTable {
  return {
    columns: [
      { label: "Framework", kind: "text" },
      { label: "Channel", kind: "text" },
      { label: "Metric", kind: "text" },
      { label: "Mean", kind: "number" },
      { label: "Standard deviation", kind: "number" },
      { label: "5 %", kind: "number" },
      { label: "50 %", kind: "number" },
      { label: "95 %", kind: "number" },
    ],
    rows: channels.flatMap((channel) => [
      ...frameworks.flatMap((each) => [...returnRows(each.name, channel, each), ...transformRows(each, channel)]),
      ...returnRows("consensus", channel, consensus),
    ]),
  };
}

type NumberRow = readonly (string | number)[];

function returnRows(
  framework: string,
  channel: string,
  { roi, marginalRoi, contribution }: Pick<FrameworkResult, "roi" | "marginalRoi" | "contribution">,
): NumberRow[] {
  return [
    ...quantityRows(framework, channel, "ROI", roi[channel]),
    ...quantityRows(framework, channel, "Marginal ROI", marginalRoi[channel]),
    ...quantityRows(framework, channel, "Contribution", contribution[channel]),
  ];
}

function transformRows({ name, transforms }: FrameworkResult, channel: string): NumberRow[] {
  const found = transforms[channel];
  if (found === null) return [];
  const { adstock, saturation } = found;
  return [
    ...quantityRows(name, channel, "Half-life, periods", adstock.halfLife),
    ...quantityRows(name, channel, "Mean lag, periods", adstock.meanLag),
    ...quantityRows(name, channel, "Half-saturation, money per period", saturation.halfSaturation),
    ...quantityRows(name, channel, "Slope", saturation.slope),
    ...quantityRows(name, channel, "Elasticity", saturation.elasticity),
  ];
}

/** One row; none where the framework has no such number. */
function quantityRows(framework: string, channel: string, metric: string, quantity: Quantity | null): NumberRow[] {
  if (quantity === null) return [];
  const { mean, sd, q05, q50, q95 } = quantity;
  return [[capitalized(framework), displayName(channel), metric, mean, sd, q05, q50, q95]];
}

function agreementTable({ ranking }: Triangulation): ReportTable {
  return {
    columns: [
      { label: "Frameworks", kind: "text" },
      { label: "Spearman, ROI", kind: "number" },
      { label: "Kendall, ROI", kind: "number" },
      { label: "Spearman, marginal", kind: "number" },
      { label: "Kendall, marginal", kind: "number" },
    ],
    rows: ranking.roi.agreement.map(({ frameworks: [left, right], spearman, kendall }, index) => [
      `${capitalized(left)} and ${right}`,
      spearman,
      kendall,
      ranking.marginalRoi.agreement[index]?.spearman ?? null,
      ranking.marginalRoi.agreement[index]?.kendall ?? null,
    ]),
  };
}

function notesOf(frameworks: readonly FrameworkResult[], unfinished: readonly string[]): Block[] {
  const items = [
    ...frameworks.flatMap(({ name, notes }) => notes.map((note) => `${capitalized(name)}: ${note}`)),
    ...unfinished,
  ];
  return items.length === 0
    ? []
    : [
        { kind: "heading", text: "What was left out or not done" },
        { kind: "list", items },
      ];
}
