// carryover trust: whether a run's numbers can be used, check by check, with what to do about each.
import { loadFit, type StoredRun } from "@carryover/connect";
import type { WorkerChainRunner } from "@carryover/engine/workers";
import { type Fit, type PlaceboResult, placeboModel, placeboResult, startFit, type TrustReport } from "@carryover/mmm";
import { InterruptedError, UsageError } from "../errors.ts";
import { prepareWorkers } from "../fit/fit-under-way.ts";
import type { Command, CommandContext, Outcome } from "../options.ts";
import { duration, samplingProgress } from "../progress.ts";
import { writeReport } from "../supplements.ts";
import { evaluationOf } from "./evaluate.ts";
import { storeOf, storeOptions } from "./store-options.ts";
import { keepTrust, trustLines } from "./trust-judgment.ts";

/** Short chains: the placebo's ROI alone is asked for, to two digits. */
const placeboSampling = { chains: 4, warmup: 500, draws: 500 } as const;

export const trustCommand: Command = {
  name: "trust",
  summary: "judge whether a run's numbers can be used, check by check",
  positionals: ["[ID]"],
  options: {
    ...storeOptions,
    placebo: { help: "fit once more with a channel that cannot have worked, and see what it is credited with" },
    level: { value: "L", help: "mass of the intervals of the ROIs (default 0.9)" },
    draws: { value: "N", help: "draws of posterior and prior to judge by (default 1000)" },
    strict: { help: "exit with 4 when the verdict is fail" },
  },
  notes: [
    "ID is a run's id, a beginning that only it has, or latest (the default).",
    "Writes trust.json into the run's folder, and its chapter into the report.",
    "A pass needs a validation on unseen periods: carryover validate.",
  ],
  async run(context) {
    const { values, positionals, console } = context;
    const level = values.between("level", 0, 1);
    const draws = values.whole("draws", 100, 1_000_000);
    const run = await storeOf(values).read(positionals[0] ?? "latest");
    const evaluation = await evaluationOf(run, console);
    const { fit } = await loadFit(run);
    const placebo = values.isSet("placebo") ? await fitPlacebo(fit, run, level, context) : undefined;
    const report = await keepTrust(run, { fit, evaluation, level, draws, placebo });
    await writeReport(run, evaluation);
    console.print(...trustLines(report), `Report: ${run.path}/report.html`);
    console.result({ run: run.id, path: run.path, ...report });
    return trustOutcome(report, context);
  },
};

function trustOutcome(report: TrustReport, { values, signal, console }: CommandContext): Outcome {
  if (signal.aborted) return "interrupted";
  if (!values.isSet("strict") || report.verdict !== "fail") return "done";
  console.error(`Not to be trusted (--strict): ${report.sentence}`);
  return "not-trusted";
}

async function fitPlacebo(
  fit: Fit,
  run: StoredRun,
  level: number | undefined,
  { console, signal }: CommandContext,
): Promise<PlaceboResult> {
  if (fit.ensemble !== undefined) {
    throw new UsageError("--placebo compares with a prior; model robyn is a search and has none");
  }
  if (fit.preview !== undefined) throw new UsageError("--placebo fits the model once more; a preview was never fitted");
  if (fit.spec.elementPriors !== undefined || fit.spec.silenced !== undefined) {
    throw new UsageError(
      "--placebo: the priors of a refreshed run stem from an earlier one, and a placebo has none; judge the run that was trained from the start",
    );
  }
  const { seed, targetAccept } = run.manifest.sampler;
  const model = placeboModel(fit, seed);
  console.note(
    `Fitting once more with ${model.name}, its spend shifted by ${model.shift} periods: ${placeboSampling.chains} chains of ${placeboSampling.warmup} warm-up iterations and ${placeboSampling.draws} draws.`,
  );
  const startedMs = performance.now();
  const runner: WorkerChainRunner = prepareWorkers(placeboSampling.chains);
  const progress = samplingProgress(console);
  try {
    const made = await startFit(model.panel, model.spec, {
      sampling: { ...placeboSampling, seed, targetAcceptance: targetAccept },
      runner,
      signal,
      onProgress: (event) => progress.update(event),
    }).fit;
    if (made.interrupted) throw new InterruptedError("Stopped before the placebo was fitted: nothing was judged.");
    console.note(`Placebo fitted after ${duration(performance.now() - startedMs)}.`);
    return placeboResult(made, model, level ?? 0.9);
  } finally {
    progress.finish();
    runner.close();
  }
}
