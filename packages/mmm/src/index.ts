// The public surface of the marketing-mix models.
export type { EvaluationOptions } from "./analysis/evaluate.ts";
export { evaluate, evaluationDraws } from "./analysis/evaluate.ts";
export type {
  ChannelEvaluation,
  DiagnosticFinding,
  DiagnosticsReport,
  Estimate,
  Evaluation,
  SeriesEstimate,
} from "./analysis/evaluation.ts";
export { analyzeIncrementality, incrementalitySteps } from "./analysis/incrementality.ts";
export type { IncrementalityOptions, IncrementalityRequest } from "./analysis/incrementality-request.ts";
export { incrementalityRequest } from "./analysis/incrementality-request.ts";
export type { Incrementality } from "./analysis/incrementality-result.ts";
export { incrementalityTable } from "./analysis/incrementality-table.ts";
export type { KnownTruth } from "./analysis/known-truth.ts";
export type { Metrics } from "./analysis/metrics.ts";
export { metrics } from "./analysis/metrics.ts";
export {
  type FrequencyOptions,
  type FrequencyPoint,
  type OptimalFrequency,
  optimalFrequency,
} from "./analysis/optimal-frequency.ts";
export type { AccuracyFigures, PredictiveAccuracy } from "./analysis/predictive-accuracy.ts";
export { predictiveAccuracy } from "./analysis/predictive-accuracy.ts";
export { fitFromRobynReport, type RobynModel, type RobynReport, robynReport } from "./analysis/robyn-report.ts";
export {
  contributionsTable,
  evaluationTables,
  fitTable,
  parametersTable,
  recoveryTable,
  roasTable,
} from "./analysis/tables.ts";
export type { AnalysisProgress } from "./analysis/window-effects.ts";
export { allocationTable } from "./budget/allocation-table.ts";
export type { BudgetRequest } from "./budget/budget-request.ts";
export { budgetRequestKeys, parseBudgetRequest } from "./budget/budget-request.ts";
export type { AllocationRow, BindingLimit, ChannelPlan, Optimization } from "./budget/optimization.ts";
export type { OptimizeOptions, Planner, PlannerOptions } from "./budget/planner.ts";
export { openPlanner } from "./budget/planner.ts";
export type {
  Budget,
  BudgetMethod,
  BudgetProblem,
  Decision,
  Objective,
  PlanWindow,
  SpendBound,
  SpendRule,
} from "./budget/problem.ts";
export { addDays, dateRange, dayOfDate, dayOfWeek, dayOfYear, daysBetween, daysOfPeriod } from "./calendar/dates.ts";
export { dayOfWeekColumns, weekdays } from "./calendar/day-of-week.ts";
export type { CalendarColumn } from "./calendar/fourier.ts";
export { calendarPositions, fourierTerms, rowPositions } from "./calendar/fourier.ts";
export type { Holiday } from "./calendar/holidays.ts";
export { holidayCountries, holidayIndicator, holidaySpan, holidaysOf } from "./calendar/holidays.ts";
export { periodWord } from "./calendar/periods.ts";
export {
  type ComparisonPlan,
  type ComparisonResults,
  type ComparisonSampling,
  comparisonJobs,
  comparisonResults,
  type FrameworkFit,
  type JobSampling,
  planComparison,
} from "./compare/compare-frameworks.ts";
export type { FrameworkName } from "./compare/framework-configs.ts";
export { nationalPanel } from "./compare/national-panel.ts";
export { type ComparedFit, requireSamePanels, triangulate } from "./compare/triangulate.ts";
export type { Triangulation } from "./compare/triangulation.ts";
export { triangulationTable } from "./compare/triangulation-table.ts";
export type { BuiltPanel } from "./data/build-panel.ts";
export { buildPanel } from "./data/build-panel.ts";
export type {
  ColumnOrNumber,
  Config,
  ConfigAdstock,
  ConfigChannel,
  ConfigControl,
  ConfigData,
  ConfigKpi,
  ConfigModel,
  ConfigPrior,
  ConfigSampler,
  ConfigSaturation,
  DateFormat,
  ModelPriorName,
} from "./data/config/config.ts";
export { configKeys, keysAt } from "./data/config/keys.ts";
export { modelSampler } from "./data/config/model-defaults.ts";
export { editDistance, nearestKey } from "./data/config/nearest-key.ts";
export { configJsonSchema, configSchema } from "./data/config/schema.ts";
export { formatPath } from "./data/config-problem.ts";
export { type Continuation, continuePanel } from "./data/continue-panel.ts";
export { calendarDate, dayNumber, isoDate } from "./data/days.ts";
export { panelDigest } from "./data/digest.ts";
export { groupProblems } from "./data/group-problems.ts";
export type {
  ControlSeries,
  Frequency,
  MediaHistory,
  MediaSeries,
  OrganicSeries,
  Panel,
  TreatmentSeries,
} from "./data/panel.ts";
export { parseConfig } from "./data/parse-config.ts";
export { firstPeriods } from "./data/slice-panel.ts";
export type { SuggestedConfig, Suggestion } from "./data/suggest-config.ts";
export { suggestConfig } from "./data/suggest-config.ts";
export type { Cell, Table, TableColumn } from "./data/table.ts";
export { lineOf } from "./data/table.ts";
export type { Decomposition } from "./design/decomposition.ts";
export { fitDecomposition } from "./design/fit-decomposition.ts";
export type { Problem } from "./errors.ts";
export { DataError, formatProblem, SpecError } from "./errors.ts";
export type { Exploration, ExplorationFinding, PriorExploration } from "./explore/exploration.ts";
export { type ExploreOptions, exploreData, withPrior } from "./explore/explore-data.ts";
export type {
  Component,
  EnsembleFacts,
  Fit,
  MediaPlan,
  OutcomeDraws,
  OutcomeFunction,
  OutcomeGradient,
  OutcomeOptions,
  PreviewFacts,
} from "./fit.ts";
export { thinnedDraws } from "./fit.ts";
export { type FitOptions, fitBayesian, type RunningFit, startFit } from "./frameworks/bayesian/fit.ts";
export { type FitFacts, fitFromDraws } from "./frameworks/bayesian/fit-from-draws.ts";
export { previewBayesian } from "./frameworks/bayesian/preview.ts";
export { fitModel, type ModelFitOptions } from "./frameworks/fit-model.ts";
export { type EnsembleMember, ensembleDraws } from "./frameworks/robyn/ensemble.ts";
export { type RobynFit, type RobynFitOptions, searchRobyn } from "./frameworks/robyn/fit.ts";
export { type SearchOptions, type SearchProgress, searchModels } from "./frameworks/robyn/search.ts";
export { formatCsv } from "./generate/format-csv.ts";
export type { GeoWorld, GeoWorldChannel, GeoWorldOptions, GeoWorldTruth } from "./generate/generate-geo-world.ts";
export { defaultGeoWorldOptions, generateGeoWorld } from "./generate/generate-geo-world.ts";
export type { World, WorldOptions } from "./generate/generate-world.ts";
export { defaultWorldOptions, generateWorld } from "./generate/generate-world.ts";
export type { WorldChannel } from "./generate/world-channel.ts";
export { seedChannels } from "./generate/world-channel.ts";
export type { WorldConfig, WorldConfigOptions } from "./generate/world-config.ts";
export { worldConfig } from "./generate/world-config.ts";
export type { WorldTruth, WorldTruthChannel } from "./generate/world-truth.ts";
export type { AdstockSpec } from "./media/adstock.ts";
export { adstock, adstockParameters, adstockWeights } from "./media/adstock.ts";
export type { AdstockOptions } from "./media/adstock-operation.ts";
export { adstockOperation } from "./media/adstock-operation.ts";
export {
  baselinedTanh,
  hill,
  hillSigmoid,
  inverseScaledLogistic,
  logarithmic,
  logistic,
  michaelisMenten,
  root,
  scaledTanh,
} from "./media/curves.ts";
export type { LightweightCarryover } from "./media/lightweight-adstock.ts";
export { lightweightAdstock, lightweightCarryover } from "./media/lightweight-adstock.ts";
export type { RobynAdstock } from "./media/robyn-adstock.ts";
export {
  robynGeometricAdstock,
  robynWeibullCdfAdstock,
  robynWeibullPdfAdstock,
  robynWeibullScale,
} from "./media/robyn-adstock.ts";
export type { SaturationSpec } from "./media/saturation.ts";
export { saturation, saturationCeiling, saturationParameters } from "./media/saturation.ts";
export { saturationOperation } from "./media/saturation-operation.ts";
export { buildModel } from "./model/build-model.ts";
export { resolveSpec } from "./model/resolve-spec.ts";
export type { ModelSpec, PriorSpec } from "./model/spec.ts";
export { variableName } from "./model/variable-names.ts";
export { type Restatement, restatedSeries } from "./refresh/compare-panels.ts";
export type { DriftReport, Refresh } from "./refresh/drift-report.ts";
export { type DriftInput, measureDrift } from "./refresh/measure-drift.ts";
export { type RefreshedRobyn, type RobynRefreshOptions, refreshRobyn } from "./refresh/refresh-robyn.ts";
export { type PreviousRun, type RefreshedSpec, type RefreshOptions, refreshSpec } from "./refresh/refresh-spec.ts";
export { type CompletedPanel, withHistory } from "./refresh/with-history.ts";
export type { Action } from "./report/actions.ts";
export { recommendedActions } from "./report/actions.ts";
export type { CellUnits } from "./report/cell-text.ts";
export { cellText } from "./report/cell-text.ts";
export { answerOf as explorationAnswer } from "./report/chapter-exploration.ts";
export { nextUnitSentence } from "./report/chapter-response.ts";
export { buildReport } from "./report/chapters.ts";
export type { ChartReference } from "./report/charts/catalog.ts";
export { drawChart } from "./report/charts/catalog.ts";
export type { Chart, ChartStyle, ColumnKind, ReportTable } from "./report/charts/chart.ts";
export type { ChartOption } from "./report/charts/option.ts";
export type { ChartTheme } from "./report/charts/theme.ts";
export { channelColor, darkTheme, lightTheme } from "./report/charts/theme.ts";
export type { Block, Card, Chapter, ReportDocument } from "./report/document.ts";
export { channelLabels, displayName } from "./report/names.ts";
export type { VerdictBadge } from "./report/sentences.ts";
export {
  answerSentence,
  bestChannelSentence,
  carryoverSentence,
  channelSentence,
  coverageSentence,
  fitSentence,
  mediaSentence,
  recoverySentence,
  verdictBadge,
  verdictSentence,
} from "./report/sentences.ts";
export { type SupplementName, type Supplements, supplementNames } from "./report/supplements.ts";
export type { ComparisonRequest } from "./scenario/compare-scenarios.ts";
export { compareScenarios } from "./scenario/compare-scenarios.ts";
export type { ScenarioComparison, ScenarioOutcome } from "./scenario/comparison.ts";
export { formatChange, formatScenario } from "./scenario/format-scenario.ts";
export type { FutureRules } from "./scenario/future.ts";
export { parseFutureRules } from "./scenario/future-options.ts";
export type { FutureTable } from "./scenario/future-table.ts";
export { readFuture } from "./scenario/future-table.ts";
export type { ScenarioText } from "./scenario/parse-scenario.ts";
export { parseScenarios, splitScenario } from "./scenario/parse-scenario.ts";
export type { Horizon } from "./scenario/periods-in-window.ts";
export type { HorizonRequest } from "./scenario/plan-horizon.ts";
export { planHorizon } from "./scenario/plan-horizon.ts";
export type { Change, Scenario, Vocabulary, Window } from "./scenario/scenario.ts";
export type { ScenarioFile } from "./scenario/scenario-file.ts";
export { parseScenarioFile } from "./scenario/scenario-file.ts";
export { scenarioTable } from "./scenario/scenario-table.ts";
export { vocabularyOf } from "./scenario/vocabulary.ts";
export type { TrustOptions } from "./trust/assess-trust.ts";
export { assessTrust } from "./trust/assess-trust.ts";
export type { MeridianHealth } from "./trust/meridian-health-report.ts";
export type { PlaceboModel, PlaceboResult } from "./trust/placebo.ts";
export { placeboModel, placeboResult } from "./trust/placebo.ts";
export { type PriorBeliefs, priorBeliefs } from "./trust/prior-beliefs.ts";
export type { ChannelTrust, TrustCheck, TrustReport } from "./trust/trust-report.ts";
export {
  type ComparedModel,
  compareModels,
  type ModelComparison,
  type ModelScore,
} from "./validation/compare-models.ts";
export { coverageLevels, type ForecastScores } from "./validation/forecast-scores.ts";
export {
  type ModelLeaveFutureOut,
  modelLeaveFutureOut,
} from "./validation/model-leave-future-out.ts";
export { type PlannedSplits, planSplits, type SplitRequest } from "./validation/plan-validation.ts";
export { type FoldOutcomes, runFolds } from "./validation/run-folds.ts";
export { type JobProgress, type JobStage, runJobs } from "./validation/run-jobs.ts";
export type { Fold, SplitKind } from "./validation/splits.ts";
export { summarizeValidation } from "./validation/summarize-validation.ts";
export type {
  BaselineComparison,
  BaselineName,
  FoldResult,
  Validation,
  ValidationSettings,
} from "./validation/validation.ts";
export { validationTable } from "./validation/validation-tables.ts";
export { baselineWord } from "./validation/validation-verdict.ts";
