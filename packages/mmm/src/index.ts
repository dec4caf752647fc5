// The public surface of the marketing-mix models.
export type { Evaluation } from "./analysis/evaluation.ts";
export type { Frequency, Panel } from "./data/panel.ts";
export type { Cell, Table, TableColumn } from "./data/table.ts";
export type { Problem } from "./errors.ts";
export { DataError, formatProblem, SpecError } from "./errors.ts";
export type { Component, Fit, MediaPlan, OutcomeDraws, OutcomeOptions } from "./fit.ts";
export type { ModelSpec, PriorSpec } from "./model/spec.ts";
