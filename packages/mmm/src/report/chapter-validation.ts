// Validation: how well the model predicts what it has not seen, and whether it beats what needs no model of media.
import type { Evaluation } from "../analysis/evaluation.ts";
import { periodWord } from "../calendar/periods.ts";
import { coverageLevels } from "../validation/forecast-scores.ts";
import type { FoldResult, Validation, ValidationSettings } from "../validation/validation.ts";
import { baselineWord } from "../validation/validation-verdict.ts";
import type { ReportTable } from "./charts/chart.ts";
import type { HeldOutSeries } from "./charts/held-out.ts";
import type { Block, Chapter } from "./document.ts";
import { figure } from "./figure.ts";
import { capitalized, countOf, formatCount, formatDate, formatNumber, formatShare, joinNames } from "./format.ts";
import { displayName } from "./names.ts";

/** Folds of held-out geos that are drawn. */
const drawnGeoFolds = 4;

export function validationChapter(evaluation: Evaluation, validation: Validation): Chapter {
  const { folds, verdict } = validation;
  return {
    id: "validation",
    title: "Validation",
    question: "Does the model predict what it has not seen?",
    answer: verdict.sentence,
    blocks: [
      { kind: "paragraph", text: splitSentence(evaluation, validation) },
      ...(verdict.remarks.length === 0 ? [] : [{ kind: "list", items: verdict.remarks } as const]),
      ...(folds.length === 0 ? [] : foldBlocks(evaluation, validation)),
    ],
  };
}

function foldBlocks(evaluation: Evaluation, validation: Validation): Block[] {
  return [
    ...pictures(validation).map((data) => figure(evaluation, { name: "held-out", data }, "full")),
    { kind: "table", span: "full", title: "Against the baselines", table: comparisonTable(validation) },
    { kind: "table", span: "full", title: "Fold by fold", table: foldTable(validation) },
    ...(validation.coverage === null
      ? []
      : [{ kind: "table", span: "half", title: "Do the intervals hold?", table: coverageTable(validation) } as const]),
    { kind: "table", span: "half", title: "Did the chains agree?", table: chainsTable(validation) },
    ...(validation.stability.length === 0
      ? []
      : [{ kind: "table", span: "full", title: "Do the returns stay?", table: stabilityTable(validation) } as const]),
    {
      kind: "paragraph",
      text: "CRPS is the distance between a predicted distribution and what came, in the KPI’s unit: for a certain prediction the absolute error, smaller for an honest interval. A difference counts as clear from two standard errors on; they come from the spread over folds, which share most of what they learn from. Predicting well does not prove that the model tells channels apart: for that there are experiments.",
    },
  ];
}

function splitSentence(evaluation: Evaluation, { settings, folds, status }: Validation): string {
  const done = status === "complete" ? "" : ` Only ${countOf(folds.length, "fold")} finished.`;
  return `${splitWords(settings, periodWord(evaluation.frequency))} Scales, centers and priors that follow from data were measured on each fold’s training part alone.${done}`;
}

function splitWords(settings: ValidationSettings, period: string): string {
  const { splits, folds, horizon = 0, gap = 0, window, buffer = 0 } = settings;
  const periods = (count: number): string => `${count} ${period}${count === 1 ? "" : "s"}`;
  switch (splits) {
    case "rolling":
      return `${capitalized(countOf(folds, "time"))} the model was fitted to the past${window === undefined ? "" : ` ${periods(window)}`} and asked about the next ${periods(horizon)}${gap === 0 ? "" : ` after a gap of ${periods(gap)}`}.`;
    case "kfold":
      return `The history was cut into ${countOf(folds, "block")}; each was predicted by a model that had not seen its KPI${buffer === 0 ? "" : `, nor that of ${periods(buffer)} around it`}. Media stayed known, so that carryover is right.`;
    case "geos":
      return `The geos were divided into ${countOf(folds, "group")}; each was predicted by a model that had seen the others alone.`;
  }
}

/** Folds in time follow each other and make one picture; folds of geos have one each. */
function pictures({ folds }: Validation): HeldOutSeries[] {
  if (folds.some(({ kind }) => kind === "geos")) {
    return folds.slice(0, drawnGeoFolds).map(({ picture, heldOut }, index) => ({
      ...picture,
      id: String(index + 1),
      of: joinNames(heldOut.geos),
      boundaries: [],
    }));
  }
  const ordered = folds.toSorted((left, right) => (left.heldOut.from < right.heldOut.from ? -1 : 1));
  const joined = (of: (picture: FoldResult["picture"]) => readonly number[]): number[] =>
    ordered.flatMap(({ picture }) => of(picture));
  return [
    {
      id: "all",
      dates: ordered.flatMap(({ picture }) => picture.dates),
      observed: joined(({ observed }) => observed),
      mean: joined(({ mean }) => mean),
      lower50: joined(({ lower50 }) => lower50),
      upper50: joined(({ upper50 }) => upper50),
      lower90: joined(({ lower90 }) => lower90),
      upper90: joined(({ upper90 }) => upper90),
      boundaries: ordered.slice(1).map(({ heldOut }) => heldOut.from),
    },
  ];
}

function comparisonTable({ comparisons }: Validation): ReportTable {
  return {
    columns: [
      { label: "Baseline", kind: "text" },
      { label: "CRPS, model", kind: "amount" },
      { label: "CRPS, baseline", kind: "amount" },
      { label: "Model lower by", kind: "share" },
      { label: "Difference", kind: "figure" },
      { label: "Folds ahead", kind: "figure" },
      { label: "The model", kind: "text" },
    ],
    rows: comparisons.map(({ baseline, crps, skill, difference, standardError, won, folds, outcome }) => [
      capitalized(baselineWord(baseline)),
      crps.model,
      crps.baseline,
      skill,
      standardError === null
        ? formatNumber(difference)
        : `${formatNumber(difference)} ± ${formatNumber(standardError)}`,
      `${won} of ${folds}`,
      outcome === "undecided" ? "is ahead, not clearly" : outcome === "beats" ? "beats it" : "does not beat it",
    ]),
  };
}

function foldTable({ folds }: Validation): ReportTable {
  const share = (value: number | null): string => (value === null ? "–" : formatShare(value));
  return {
    columns: [
      { label: "Fold", kind: "text" },
      { label: "Learned", kind: "text" },
      { label: "Predicted", kind: "text" },
      { label: "CRPS", kind: "amount" },
      { label: "MAPE", kind: "figure" },
      { label: "wMAPE", kind: "figure" },
      { label: "RMSE", kind: "amount" },
      { label: "Inside 90 %", kind: "share" },
    ],
    rows: folds.map(({ name, kind, training, heldOut, model }) => [
      capitalized(name),
      kind === "rolling"
        ? `${formatDate(training.from)} to ${formatDate(training.to)}`
        : `${formatCount(training.cells)} other values`,
      kind === "geos" ? joinNames(heldOut.geos) : `${formatDate(heldOut.from)} to ${formatDate(heldOut.to)}`,
      model.crps,
      share(model.mape),
      share(model.wmape),
      model.rmse,
      model.coverage["90"],
    ]),
  };
}

function coverageTable({ coverage }: Validation): ReportTable {
  return {
    columns: [
      { label: "Interval", kind: "text" },
      { label: "Held what came", kind: "share" },
    ],
    rows: coverageLevels.map((level) => [`${level} %`, coverage?.[level] ?? null]),
  };
}

function chainsTable({ folds }: Validation): ReportTable {
  return {
    columns: [
      { label: "Fold", kind: "text" },
      { label: "Largest R-hat", kind: "fixed-3" },
      { label: "Divergent draws", kind: "count" },
    ],
    rows: folds.map(({ name, sampler }) => [capitalized(name), sampler.maxRhat, sampler.divergences]),
  };
}

function stabilityTable({ stability, folds }: Validation): ReportTable {
  return {
    columns: [
      { label: "Channel", kind: "text" },
      ...folds.map(({ name }) => ({ label: `ROI, ${name}`, kind: "number" as const })),
      { label: "Spread of folds", kind: "number" },
      { label: "Posterior sd", kind: "number" },
      { label: "Spread / sd", kind: "number" },
    ],
    rows: stability.map(({ channel, roi, spread, posteriorSd, ratio }) => [
      displayName(channel),
      ...roi,
      spread,
      posteriorSd,
      ratio,
    ]),
  };
}
