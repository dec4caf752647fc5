// Model quality: does the model describe the past, and honestly?
import type { Evaluation } from "../analysis/evaluation.ts";
import type { ReportTable } from "./charts/chart.ts";
import type { Chapter } from "./document.ts";
import { figure } from "./figure.ts";
import { formatFixed, formatMoney, formatShare, formatWords } from "./format.ts";
import { kpiCurrency } from "./names.ts";
import { coverageSentence, fitSentence } from "./sentences.ts";

export function modelChapter(evaluation: Evaluation): Chapter {
  const { quality, diagnostics } = evaluation;
  const currency = kpiCurrency(evaluation);
  const amount = (value: number): string => (currency === null ? formatWords(value) : formatMoney(value, currency));
  return {
    id: "model",
    title: "Model quality",
    question: "Does the model describe the past, and honestly?",
    answer: [fitSentence(evaluation), coverageSentence(evaluation), evaluation.unknown?.sentence ?? []]
      .flat()
      .join(" "),
    blocks: [
      figure(evaluation, { name: "fit" }, "full"),
      figure(evaluation, { name: "fit-recent" }, "half"),
      figure(evaluation, { name: "residuals-by-season" }, "half"),
      figure(evaluation, { name: "residuals" }, "full"),
      {
        kind: "table",
        span: "full",
        title: "Measures of fit",
        table: {
          columns: [
            { label: "Measure", kind: "text" },
            { label: "Value", kind: "figure" },
            { label: "What it should be", kind: "text" },
          ],
          rows: [
            ["R²", formatFixed(quality.r2, 3), "near 1"],
            ...(evaluation.byGeo === undefined
              ? []
              : [["R² of all geos together", formatFixed(evaluation.byGeo.national.r2, 3), "near 1"]]),
            ["Root mean squared error", amount(quality.rmse), "small against the KPI"],
            ["Mean absolute error, share of each observation", formatShare(quality.mape), "small"],
            ["Absolute error, share of the total", formatShare(quality.wmape), "small"],
            ["Observations inside the 50 % interval", formatShare(quality.coverage50), "50 %"],
            ["Observations inside the 80 % interval", formatShare(quality.coverage80), "80 %"],
            ["Observations inside the 94 % interval", formatShare(quality.coverage94), "94 %"],
            ...(evaluation.sampling.ensemble === undefined ? leftOut(diagnostics) : []),
          ],
        },
      },
    ],
  };
}

/** What leaving observations out says: of draws of a posterior alone. */
function leftOut(diagnostics: Evaluation["diagnostics"]): ReportTable["rows"] {
  return [
    [
      "Expected log density, left out (LOO)",
      formatFixed(diagnostics.elpdLoo, 1),
      "higher than other models of these data",
    ],
    ["Standard error of LOO", formatFixed(diagnostics.elpdLooSe, 1), "–"],
    ["Effective parameters (LOO)", formatFixed(diagnostics.pLoo, 1), "below the number of parameters"],
    ["Expected log density (WAIC)", formatFixed(diagnostics.elpdWaic, 1), "near LOO"],
  ];
}
