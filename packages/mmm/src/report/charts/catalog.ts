// Every chart by name: the one list the report, the dashboard and the tests go by. A new chart is one file and its name here.
import type { Evaluation } from "../../analysis/evaluation.ts";
import type { RobynReport } from "../../analysis/robyn-report.ts";
import type { Optimization } from "../../budget/optimization.ts";
import type { Triangulation } from "../../compare/triangulation.ts";
import type { ScenarioComparison } from "../../scenario/comparison.ts";
import { adstockDecayChart } from "./adstock-decay.ts";
import { budgetPlanChart } from "./budget-plan.ts";
import { channelContributionChart } from "./channel-contribution.ts";
import type { Chart, ChartBuilder, ChartStyle, IndexedChartBuilder } from "./chart.ts";
import { decompositionChart } from "./decomposition.ts";
import { fitChart, recentFitChart } from "./fit.ts";
import { type FlightedCurveData, flightedCurveChart } from "./flighted-curve.ts";
import { type HeldOutSeries, heldOutChart } from "./held-out.ts";
import { rankChart } from "./rank.ts";
import { recoveryChart } from "./recovery.ts";
import { residualsBySeasonChart, residualsChart } from "./residuals.ts";
import { responseCurveChart } from "./response-curve.ts";
import { marginalRoasChart, roasChart } from "./roas-forest.ts";
import { robynConvergenceChart } from "./robyn-convergence.ts";
import { robynParetoChart } from "./robyn-pareto.ts";
import { scenarioDifferencesChart, scenarioOutcomesChart } from "./scenarios.ts";
import { sharesChart } from "./shares.ts";
import { spendAndRevenueChart } from "./spend-and-revenue.ts";
import { traceChart } from "./trace.ts";
import { disagreementChart, frameworkCurveChart, frameworkForestChart, rankMapChart } from "./triangulation.ts";
import { waterfallChart } from "./waterfall.ts";

type WholeChartName =
  | "spend-and-revenue"
  | "decomposition"
  | "waterfall"
  | "roas"
  | "marginal-roas"
  | "shares"
  | "fit"
  | "fit-recent"
  | "residuals"
  | "residuals-by-season"
  | "recovery";

type IndexedChartName = "channel-contribution" | "adstock-decay" | "response-curve" | "trace" | "rank";

const wholeCharts: Readonly<Record<WholeChartName, ChartBuilder>> = {
  "spend-and-revenue": spendAndRevenueChart,
  decomposition: decompositionChart,
  waterfall: waterfallChart,
  roas: roasChart,
  "marginal-roas": marginalRoasChart,
  shares: sharesChart,
  fit: fitChart,
  "fit-recent": recentFitChart,
  residuals: residualsChart,
  "residuals-by-season": residualsBySeasonChart,
  recovery: recoveryChart,
};

const indexedCharts: Readonly<Record<IndexedChartName, IndexedChartBuilder>> = {
  "channel-contribution": channelContributionChart,
  "adstock-decay": adstockDecayChart,
  "response-curve": responseCurveChart,
  trace: traceChart,
  rank: rankChart,
};

/** Charts of what a supplement found: they carry their own numbers. */
type DataChartReference =
  | { readonly name: "budget-plan"; readonly data: Optimization }
  | { readonly name: "framework-roi" | "framework-ranks" | "framework-disagreement"; readonly data: Triangulation }
  | {
      readonly name: "framework-curve";
      readonly data: { readonly triangulation: Triangulation; readonly channel: string };
    }
  | { readonly name: "held-out"; readonly data: HeldOutSeries }
  | { readonly name: "flighted-curve"; readonly data: FlightedCurveData }
  | { readonly name: "robyn-pareto" | "robyn-convergence"; readonly data: RobynReport }
  | { readonly name: "scenario-outcomes" | "scenario-differences"; readonly data: ScenarioComparison };

/** Which chart: of the whole evaluation, of the channel (or trace) at `index`, or of data of its own. Plain data. */
export type ChartReference =
  | { readonly name: WholeChartName }
  | { readonly name: IndexedChartName; readonly index: number }
  | DataChartReference;

/** Draws a chart for a theme and width. */
export function drawChart(reference: ChartReference, evaluation: Evaluation, style: ChartStyle): Chart {
  if ("data" in reference) return drawData(reference, evaluation, style);
  return "index" in reference
    ? indexedCharts[reference.name](evaluation, reference.index, style)
    : wholeCharts[reference.name](evaluation, style);
}

function drawData(reference: DataChartReference, evaluation: Evaluation, style: ChartStyle): Chart {
  switch (reference.name) {
    case "budget-plan":
      return budgetPlanChart(reference.data, evaluation, style);
    case "framework-roi":
      return frameworkForestChart(reference.data, evaluation, style);
    case "framework-ranks":
      return rankMapChart(reference.data, evaluation, style);
    case "framework-disagreement":
      return disagreementChart(reference.data, evaluation, style);
    case "framework-curve":
      return frameworkCurveChart(reference.data, evaluation, style);
    case "held-out":
      return heldOutChart(reference.data, evaluation, style);
    case "scenario-outcomes":
      return scenarioOutcomesChart(reference.data, evaluation, style);
    case "scenario-differences":
      return scenarioDifferencesChart(reference.data, evaluation, style);
    case "flighted-curve":
      return flightedCurveChart(reference.data, evaluation, style);
    case "robyn-pareto":
      return robynParetoChart(reference.data, style);
    case "robyn-convergence":
      return robynConvergenceChart(reference.data, style);
  }
}
