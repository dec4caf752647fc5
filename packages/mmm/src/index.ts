// The public surface of the marketing-mix models.
export type { Evaluation } from "./analysis/evaluation.ts";
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
export { editDistance, nearestKey } from "./data/config/nearest-key.ts";
export { configJsonSchema, configSchema } from "./data/config/schema.ts";
export { calendarDate, dayNumber, isoDate } from "./data/days.ts";
export { panelDigest } from "./data/digest.ts";
export { groupProblems } from "./data/group-problems.ts";
export type { ControlSeries, Frequency, MediaSeries, Panel } from "./data/panel.ts";
export { formatPath, parseConfig } from "./data/parse-config.ts";
export type { Cell, Table, TableColumn } from "./data/table.ts";
export type { Problem } from "./errors.ts";
export { DataError, formatProblem, SpecError } from "./errors.ts";
export type { Component, Fit, MediaPlan, OutcomeDraws, OutcomeOptions } from "./fit.ts";
export { thinnedDraws } from "./fit.ts";
export type { ModelSpec, PriorSpec } from "./model/spec.ts";
