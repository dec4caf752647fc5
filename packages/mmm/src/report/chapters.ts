// The report: which chapters there are, in which order, and the document they make.
import type { Evaluation } from "../analysis/evaluation.ts";
import { periodWord } from "../calendar/periods.ts";
import { appendixChapter } from "./chapter-appendix.ts";
import { budgetChapter } from "./chapter-budget.ts";
import { channelsChapter } from "./chapter-channels.ts";
import { comparisonChapter } from "./chapter-comparison.ts";
import { diagnosticsChapter } from "./chapter-diagnostics.ts";
import { explorationChapter } from "./chapter-exploration.ts";
import { geosChapter } from "./chapter-geos.ts";
import { incrementalityChapter } from "./chapter-incrementality.ts";
import { methodChapter } from "./chapter-method.ts";
import { modelChapter } from "./chapter-model.ts";
import { recoveryChapter } from "./chapter-recovery.ts";
import { refreshChapter } from "./chapter-refresh.ts";
import { responseChapter } from "./chapter-response.ts";
import { robynChapter } from "./chapter-robyn.ts";
import { scenariosChapter } from "./chapter-scenarios.ts";
import { summaryChapter } from "./chapter-summary.ts";
import { triangulationChapter } from "./chapter-triangulation.ts";
import { trustBadge, trustChapter } from "./chapter-trust.ts";
import { validationChapter } from "./chapter-validation.ts";
import type { ReportDocument } from "./document.ts";
import { capitalized, formatCount, formatDate } from "./format.ts";
import { kpiCurrency, kpiWord } from "./names.ts";
import { verdictBadge } from "./sentences.ts";
import type { Supplements } from "./supplements.ts";

/** Everything said about a fit, as chapters of plain data. Geos are there only where there are several, recovery only where truth is known. */
export function buildReport(evaluation: Evaluation, supplements: Supplements = {}): ReportDocument {
  const { dates, frequency } = evaluation;
  const window =
    dates.length === 0
      ? "no data"
      : `${formatDate(dates[0]!)} to ${formatDate(dates.at(-1)!)}, ${formatCount(dates.length)} ${periodWord(frequency)}s`;
  return {
    title: evaluation.title,
    subtitle: `${capitalized(kpiWord(evaluation))}, ${window}`,
    badge: supplements.trust === undefined ? verdictBadge(evaluation) : trustBadge(evaluation, supplements.trust),
    currency: evaluation.currency,
    kpiCurrency: kpiCurrency(evaluation),
    chapters: [
      summaryChapter(evaluation, supplements.trust),
      ...(supplements.trust === undefined ? [] : [trustChapter(supplements.trust)]),
      channelsChapter(evaluation, supplements.trust),
      ...(evaluation.byGeo === undefined ? [] : [geosChapter(evaluation, evaluation.byGeo)]),
      responseChapter(evaluation),
      ...(supplements.incrementality === undefined
        ? []
        : [incrementalityChapter(evaluation, supplements.incrementality)]),
      ...(supplements.scenarios === undefined ? [] : [scenariosChapter(evaluation, supplements.scenarios)]),
      ...(supplements.optimization === undefined ? [] : [budgetChapter(evaluation, supplements.optimization)]),
      modelChapter(evaluation),
      diagnosticsChapter(evaluation),
      ...(supplements.robyn === undefined ? [] : [robynChapter(evaluation, supplements.robyn)]),
      ...(supplements.exploration === undefined ? [] : [explorationChapter(supplements.exploration)]),
      ...(supplements.validation === undefined ? [] : [validationChapter(evaluation, supplements.validation)]),
      ...(supplements.comparison === undefined ? [] : [comparisonChapter(supplements.comparison)]),
      ...(supplements.triangulation === undefined ? [] : [triangulationChapter(evaluation, supplements.triangulation)]),
      ...(supplements.refresh === undefined ? [] : [refreshChapter(evaluation, supplements.refresh)]),
      ...(evaluation.recovery.length === 0 ? [] : [recoveryChapter(evaluation)]),
      methodChapter(evaluation),
      appendixChapter(evaluation),
    ],
  };
}
