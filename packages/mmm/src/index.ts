// The public surface of the marketing-mix models.
export type { Evaluation } from "./analysis/evaluation.ts";
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
export type { Frequency, Panel } from "./data/panel.ts";
export { formatPath, parseConfig } from "./data/parse-config.ts";
export type { Cell, Table, TableColumn } from "./data/table.ts";
export type { Problem } from "./errors.ts";
export { DataError, formatProblem, SpecError } from "./errors.ts";
export type { Component, Fit, MediaPlan, OutcomeDraws, OutcomeOptions } from "./fit.ts";
export { thinnedDraws } from "./fit.ts";
export type { ModelSpec, PriorSpec } from "./model/spec.ts";
