// carryover evaluate: everything that is said about a fit, as files beside it: metrics, tables, report.
import { loadFit, type StoredRun } from "@carryover/connect";
import {
  type Evaluation,
  evaluate,
  evaluationTables,
  type Fit,
  formatCsv,
  type Metrics,
  metrics,
} from "@carryover/mmm";
import { readTruth } from "../config/project.ts";
import type { Console } from "../console.ts";
import type { Command } from "../options.ts";
import { writeReport } from "../supplements.ts";
import { storeOf, storeOptions } from "./store-options.ts";
import { copyRun, fitOutcome } from "./train.ts";
import { keepTrust, trustSummaryLines } from "./trust-judgment.ts";

export const evaluateCommand: Command = {
  name: "evaluate",
  summary: "write a run's metrics, tables and report",
  positionals: ["[ID]"],
  options: {
    ...storeOptions,
    truth: { value: "FILE", help: "true parameters, where the data were generated" },
    out: { value: "DIR", short: "o", help: "copy the run's files into this folder as well" },
    strict: { help: "exit with 4 when the chains have not converged" },
  },
  notes: [
    "ID is a run's id, a beginning that only it has, or latest (the default).",
    "Writes metrics.json, evaluation.json, contributions.csv, roas.csv, parameter_recovery.csv, parameters.csv, fit.csv and report.html into the run's folder.",
  ],
  async run(context) {
    const { values, positionals, console } = context;
    const run = await storeOf(values).read(positionals[0] ?? "latest");
    const truth = values.text("truth");
    const evaluated = await evaluateRun(run, truth === undefined ? undefined : await readTruth(truth));
    await concludeEvaluation(run, evaluated, console);
    await copyRun(run, values);
    return fitOutcome(evaluated, context);
  },
};

export interface Evaluated {
  readonly fit: Fit;
  readonly evaluation: Evaluation;
}

/** Evaluates a stored fit again. */
async function evaluateRun(run: StoredRun, givenTruth?: Awaited<ReturnType<typeof readTruth>>): Promise<Evaluated> {
  const { fit, truth } = await loadFit(run);
  const { warmup, seed, targetAccept } = run.manifest.sampler;
  const { title } = run.manifest.config as { readonly title?: string | null };
  const evaluation = evaluate(fit, {
    truth: givenTruth ?? truth,
    title: title ?? undefined,
    sampling: { warmup, seed, targetAccept },
  });
  return { fit, evaluation };
}

/** What was said about a run when it was evaluated; evaluates it now where it was not. */
export async function evaluationOf(run: StoredRun, console: Console): Promise<Evaluation> {
  const stored = await run.file("evaluation.json");
  if (stored !== undefined) return JSON.parse(stored.toString("utf8")) as Evaluation;
  console.note(`Run ${run.id} has not been evaluated; doing it now.`);
  const evaluated = await evaluateRun(run);
  await keepTrust(run, evaluated);
  await writeEvaluation(run, evaluated.evaluation);
  return evaluated.evaluation;
}

/** Writes everything derived from a fit into its run, and tells it, the trust verdict last. */
export async function concludeEvaluation(run: StoredRun, evaluated: Evaluated, console: Console): Promise<void> {
  // Before the report, which shows it.
  const trust = await keepTrust(run, evaluated);
  reportEvaluation(run, await writeEvaluation(run, evaluated.evaluation), console);
  console.print(...trustSummaryLines(trust));
  const { verdict, sentence, counts, meridianHealth } = trust;
  console.result({
    trust: { verdict, sentence, counts, channels: trust.channels.map(({ line }) => line) },
    ...(meridianHealth === undefined ? {} : { meridianHealth }),
  });
}

/** The same without a word, for one fit of several. */
export async function concludeQuietly(run: StoredRun, evaluated: Evaluated): Promise<void> {
  await keepTrust(run, evaluated);
  await writeEvaluation(run, evaluated.evaluation);
}

/** Writes everything derived from a fit into its run; returns the metrics. */
async function writeEvaluation(run: StoredRun, evaluation: Evaluation): Promise<Metrics> {
  const written = metrics(evaluation);
  await run.writeDerived("evaluation.json", JSON.stringify(evaluation));
  await run.writeDerived("metrics.json", `${JSON.stringify(written, undefined, 2)}\n`);
  for (const table of evaluationTables(evaluation)) await run.writeDerived(`${table.source}.csv`, formatCsv(table));
  await writeReport(run, evaluation);
  return written;
}

function reportEvaluation(run: StoredRun, written: Metrics, console: Console): void {
  const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
  console.print(
    `  R²        ${written.r2.toFixed(3)}${written.national === undefined ? "" : `, of all geos together ${written.national.r2.toFixed(3)}`}`,
    `  error     MAPE ${percent(written.mape)}, wMAPE ${percent(written.wmape)}, RMSE ${written.rmse.toPrecision(4)}`,
    `  coverage  ${percent(written.coverage94)} of observations inside the 94 % interval`,
    `  media     ${percent(written.mediaShare)} of the KPI`,
    ...(written.recoverable === null
      ? []
      : [`  truth     ${written.recovered} of ${written.recoverable} known parameters inside their 94 % interval`]),
    `Report: ${run.path}/report.html`,
  );
  console.result({ run: run.id, path: run.path, metrics: written });
}
