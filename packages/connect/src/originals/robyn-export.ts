// The model that Robyn's robyn_write() exported as JSON, checked and without R's lists of one.
import { readFile } from "node:fs/promises";
import { ConnectError } from "../errors.ts";

/** One term of the model. */
interface RobynTerm {
  readonly coefficient: number;
  /** What it brought over the window, in units of the KPI; undefined when the file does not say. */
  readonly brought: number | undefined;
}

export interface RobynExport {
  readonly path: string;
  readonly model: string;
  /** `3.11.1`; null when the file does not say. */
  readonly version: string | null;
  readonly date: string;
  readonly kpi: string;
  readonly window: { readonly from: string; readonly to: string };
  readonly adstock: "geometric" | "weibull-cdf" | "weibull-pdf";
  readonly parts: readonly string[];
  readonly country: string | null;
  /** What was spent and what was shown, in the same order; the model's terms have either name. */
  readonly paid: readonly { readonly spend: string; readonly exposure: string }[];
  readonly organic: readonly string[];
  readonly context: readonly string[];
  /** Those of the context that were text. */
  readonly factors: readonly string[];
  readonly hyperparameters: Readonly<Record<string, number>>;
  readonly terms: ReadonlyMap<string, RobynTerm>;
  /** Models that were tried, in how many trials; which objectives had not settled. */
  readonly evaluations: number;
  readonly trials: number;
  readonly unsettled: readonly string[];
  /** The data, by column, where they were exported too. */
  readonly data: ReadonlyMap<string, readonly (string | number)[]> | null;
}

const adstocks: Readonly<Record<string, RobynExport["adstock"]>> = {
  geometric: "geometric",
  weibull: "weibull-cdf",
  weibull_cdf: "weibull-cdf",
  weibull_pdf: "weibull-pdf",
};

/** @throws ConnectError when the file cannot be read, is not JSON, or holds no exported model */
export async function readRobynExport(path: string): Promise<RobynExport> {
  const whole = record(parsed(path, await readFile(path, "utf8")));
  const inputs = record(whole.InputCollect);
  const collected = record(whole.ModelsCollect);
  const model = record(whole.ExportedModel);
  const terms = termsOf(model.summary);
  const hyperparameters = numbersOf(model.hyper_values);
  const adstock = adstocks[text(inputs.adstock) ?? ""];
  if (terms.size === 0 || Object.keys(hyperparameters).length === 0 || adstock === undefined) {
    throw new ConnectError(
      `${path} is no model that Robyn exported: it lacks ExportedModel with summary and hyper_values, or InputCollect.adstock; write it with robyn_write(InputCollect, OutputCollect, select_model)`,
    );
  }
  const spends = texts(inputs.paid_media_spends);
  const exposures = texts(inputs.paid_media_vars);
  return {
    path,
    model: text(model.select_model) ?? "1",
    version: /\d+(\.\d+)+/.exec(text(inputs.version) ?? "")?.[0] ?? null,
    date: text(inputs.date_var) ?? "",
    kpi: text(inputs.dep_var) ?? "",
    window: { from: text(inputs.window_start) ?? "", to: text(inputs.window_end) ?? "" },
    adstock,
    parts: texts(inputs.prophet_vars),
    country: text(inputs.prophet_country) ?? null,
    paid: spends.map((spend, index) => ({ spend, exposure: exposures[index] ?? spend })),
    organic: texts(inputs.organic_vars),
    context: texts(inputs.context_vars),
    factors: texts(inputs.factor_vars),
    hyperparameters,
    terms,
    evaluations: Number(text(collected.total_iters) ?? 1),
    trials: Number(text(collected.trials) ?? 1),
    unsettled: texts(collected.conv_msg).flatMap((message) => /^(\S+) NOT converged/.exec(message)?.[1] ?? []),
    data: dataOf(record(whole.Extras).raw_data),
  };
}

function parsed(path: string, json: string): unknown {
  try {
    return JSON.parse(json) as unknown;
  } catch (cause) {
    throw new ConnectError(`${path} is not JSON: ${(cause as Error).message}`, { cause });
  }
}

function termsOf(summary: unknown): ReadonlyMap<string, RobynTerm> {
  const rows = Array.isArray(summary) ? summary.map(record) : [];
  return new Map(
    rows.flatMap(({ variable, coef, decompAgg }): [string, RobynTerm][] => {
      const coefficient = Number(coef);
      if (typeof variable !== "string" || coef === undefined || !Number.isFinite(coefficient)) return [];
      return [[variable, { coefficient, brought: typeof decompAgg === "number" ? decompAgg : undefined }]];
    }),
  );
}

function dataOf(rows: unknown): RobynExport["data"] {
  if (!Array.isArray(rows) || rows.length === 0) return null;
  const table = rows.map(record);
  return new Map(
    Object.keys(table[0] ?? {}).map((column) => [column, table.map((row) => row[column] as string | number)]),
  );
}

/** The object, or an empty one. */
function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}

/** R writes a single value as a list of one. */
function text(value: unknown): string | undefined {
  const [first] = texts(value);
  return first;
}

function texts(value: unknown): string[] {
  const list = Array.isArray(value) ? value : [value];
  return list.filter((each) => typeof each === "string" || typeof each === "number").map(String);
}

function numbersOf(values: unknown): Record<string, number> {
  return Object.fromEntries(
    Object.entries(record(values)).flatMap(([name, value]) => {
      const number = Number(text(value));
      return Number.isFinite(number) ? [[name, number]] : [];
    }),
  );
}
