// carryover train: fits the model with live progress and keeps the fit as a run.
import { cp, mkdir } from "node:fs/promises";
import { type FitRecord, type RunRefresh, type RunStore, type StoredRun, saveFit } from "@carryover/connect";
import { defaultSampleOptions } from "@carryover/engine";
import type { WorkerChainRunner } from "@carryover/engine/workers";
import { type Evaluation, evaluate, type Fit, previewBayesian } from "@carryover/mmm";
import { loadProject, type Project, projectOptions } from "../config/project.ts";
import { samplerChoices, samplerOf, samplerOptions } from "../config/sampler.ts";
import { searchOptions } from "../config/search.ts";
import { version } from "../config/version.ts";
import type { Console } from "../console.ts";
import { UsageError } from "../errors.ts";
import { type Beginning, beginningChoices, beginningOf, beginningOptions } from "../fit/beginning.ts";
import { prepareWorkers, sampleUnderWay } from "../fit/fit-under-way.ts";
import { searchUnderWay } from "../fit/search-under-way.ts";
import type { Command, CommandContext, OptionSpec, OptionValues, Outcome } from "../options.ts";
import { duration } from "../progress.ts";
import { keepSearch } from "../supplements.ts";
import { reportProject } from "./check.ts";
import { roasLines } from "./runs.ts";
import { storeOf, storeOptions } from "./store-options.ts";

export const trainOptions: Readonly<Record<string, OptionSpec>> = {
  ...projectOptions,
  ...samplerOptions,
  ...searchOptions,
  ...storeOptions,
  ...beginningOptions,
  name: { value: "NAME", help: "name of the run (default the model's kind)" },
  out: { value: "DIR", short: "o", help: "copy the run's files into this folder as well" },
  preview: { help: "an approximation within seconds, labeled as such, instead of the posterior" },
  strict: { help: "exit with 4 when the chains have not converged" },
};

export const trainCommand: Command = {
  name: "train",
  summary: "fit the model and keep the fit as a run",
  positionals: [],
  options: trainOptions,
  notes: [
    "Ctrl-C keeps the draws that are finished; a second one quits at once.",
    "On a terminal p pauses and goes on, i shows what is finished; so does the signal SIGUSR2.",
  ],
  async run(context) {
    const { values, console } = context;
    const trained = await trainAsAsked(context);
    await copyRun(trained.run, values);
    console.print(`Next: carryover evaluate ${trained.run.id}`);
    return fitOutcome(trained, context);
  },
};

/** What `train` and `run` begin with: reads what the options name, fits it, tells and keeps it. */
export async function trainAsAsked(context: CommandContext): Promise<Trained> {
  const { values, console } = context;
  const startedMs = performance.now();
  if (values.isSet("preview")) return previewAsAsked(context, startedMs);
  const [choices, begin] = [samplerChoices(values), beginningChoices(values)];
  const runner = prepareWorkers(choices.chains ?? defaultSampleOptions.chains);
  try {
    const project = await loadProject(values);
    reportProject(project, console);
    const store = storeOf(values);
    const beginning = await beginningOf(project, choices, begin, store);
    // A search has workers of its own.
    if (project.spec.kind === "robyn") runner.close();
    const trained = await trainProject({ project, beginning, startedMs, store, runner }, context);
    reportFit(trained, console);
    return trained;
  } finally {
    runner.close();
  }
}

/** The same with `--preview`: no chains, hence nothing to resume, to watch or to stop. */
async function previewAsAsked(context: CommandContext, startedMs: number): Promise<Trained> {
  const { values, console } = context;
  const unfit = ["resume", "warm-start", "until-ess", "chains", "warmup", "target-accept"].filter((name) =>
    values.isSet(name),
  );
  if (unfit.length > 0) throw new UsageError(`--preview runs no chains; it cannot take --${unfit.join(" or --")}`);
  const choices = samplerChoices(values);
  const project = await loadProject(values);
  reportProject(project, console);
  const { seed, targetAcceptance } = samplerOf(project.config, choices);
  console.note("Approximating the posterior; this is a preview.");
  const fit = previewBayesian(project.panel, project.spec, {
    seed,
    ...(choices.draws === undefined ? {} : { draws: choices.draws }),
  });
  const evaluation = evaluate(fit, {
    truth: project.truth,
    title: project.config.title ?? undefined,
    sampling: { warmup: 0, seed, targetAccept: targetAcceptance },
  });
  const run = await saveFit(storeOf(values), {
    fit,
    evaluation,
    name: values.text("name") ?? `${project.spec.kind}-preview`,
    source: project.source,
    config: project.config,
    truth: project.truth,
    drawsAsked: fit.draws.draws,
    version,
    totalSeconds: (performance.now() - startedMs) / 1000,
  });
  context.logger.info({ run: run.id, preview: run.manifest.preview, timings: run.manifest.timings }, "run written");
  const trained = { run, fit, evaluation };
  reportFit(trained, console);
  return trained;
}

export interface Training {
  readonly project: Project;
  readonly beginning: Beginning;
  /** `performance.now()` before the data were read. */
  readonly startedMs: number;
  readonly store: RunStore;
  /** Workers that were started before; new ones otherwise. */
  readonly runner?: WorkerChainRunner;
  /** Of which run it is a refresh. */
  readonly refresh?: RunRefresh;
  /** The command that goes on with the fit when it is stopped; `carryover train` by default. */
  readonly resumeWith?: string;
}

export interface Trained {
  readonly run: StoredRun;
  readonly fit: Fit;
  readonly evaluation: Evaluation;
}

/** Fits, evaluates and stores. @throws InterruptedError when it was stopped before anything was kept */
export async function trainProject(training: Training, context: CommandContext): Promise<Trained> {
  const { project, beginning, startedMs, store, runner, resumeWith } = training;
  if (project.spec.kind === "robyn") return searchProject(training, context);
  const underWay = { project, beginning, store, runner, resumeWith };
  const { fit, result, settleCheckpoint } = await sampleUnderWay(underWay, context);
  if (fit.interrupted) await context.pressIsOver();
  context.console.note(fit.interrupted ? "Evaluating the draws that were kept." : "Evaluating.");
  const evaluation = evaluateFit(fit, training);
  const run = await saveFit(store, {
    ...recordOf(training, context),
    fit,
    evaluation,
    drawsAsked: beginning.sampler.draws,
    untilEss: beginning.sampler.untilEss,
    essReached: result.essReached?.ess,
    warmStart: beginning.warmStart?.run ?? beginning.resume?.warmStart,
    adaptation: result.adaptation,
    totalSeconds: (performance.now() - startedMs) / 1000,
  });
  await settleCheckpoint(run.id);
  context.logger.info({ run: run.id, verdict: run.manifest.verdict, timings: run.manifest.timings }, "run written");
  return { run, fit, evaluation };
}

/** The same by a search: what it found is kept beside the run, and its chapter is the report's. */
async function searchProject(training: Training, context: CommandContext): Promise<Trained> {
  const { project, startedMs, store } = training;
  const { fit, search } = await searchUnderWay(project, context);
  if (fit.interrupted) await context.pressIsOver();
  context.console.note(fit.interrupted ? "Evaluating the models that were tried." : "Evaluating.");
  const evaluation = evaluateFit(fit, training);
  const run = await saveFit(store, {
    ...recordOf(training, context),
    fit,
    evaluation,
    drawsAsked: fit.draws.draws,
    totalSeconds: (performance.now() - startedMs) / 1000,
  });
  await keepSearch(run, { fit, search });
  context.logger.info({ run: run.id, verdict: run.manifest.verdict, timings: run.manifest.timings }, "run written");
  return { run, fit, evaluation };
}

function recordOf(
  { project, beginning, refresh }: Training,
  { values }: CommandContext,
): Pick<FitRecord, "name" | "source" | "config" | "truth" | "refresh" | "version"> {
  return {
    name: values.text("name") ?? beginning.resume?.name ?? project.spec.kind,
    source: project.source,
    config: project.config,
    truth: project.truth,
    refresh,
    version,
  };
}

function evaluateFit(fit: Fit, { project, beginning: { sampler } }: Training): Evaluation {
  const warmup = fit.ensemble === undefined ? sampler.warmup : 0;
  return evaluate(fit, {
    truth: project.truth,
    title: project.config.title ?? undefined,
    sampling: { warmup, seed: sampler.seed, targetAccept: sampler.targetAcceptance },
  });
}

/** What came out, and whether to believe it. */
export function reportFit({ run, evaluation }: Trained, console: Console): void {
  const { manifest } = run;
  const { sampler, timings } = manifest;
  if (manifest.status === "interrupted" && manifest.ensemble !== undefined) {
    console.print(
      `Stopped early: the models were selected out of ${manifest.ensemble.evaluations} that had been tried; the run is marked as interrupted.`,
    );
  } else if (manifest.status === "interrupted") {
    console.print(
      `Stopped early: ${sampler.draws} of ${sampler.drawsAsked} draws kept in each of ${sampler.chains} chains; the run is marked as interrupted.`,
    );
  }
  if (sampler.essReached !== undefined) {
    console.print(
      `Ended after ${sampler.draws} of ${sampler.drawsAsked} draws in each of ${sampler.chains} chains: every parameter has the ${sampler.untilEss} effective draws that were wanted, the least ${Math.floor(sampler.essReached)}.`,
    );
  }
  console.print(
    `${manifest.preview === undefined ? evaluation.diagnostics.verdict.toUpperCase() : "PREVIEW"}: ${evaluation.diagnostics.sentence}`,
    ...evaluation.diagnostics.findings.map(({ found, remedy }) => `  ${found} ${remedy}`),
    ...roasLines(manifest.results?.roas ?? []),
    `Run ${run.id} written after ${duration(1000 * timings.totalSeconds)} (${duration(1000 * timings.samplingSeconds)} ${workWord(manifest)}).`,
  );
  console.result({
    run: run.id,
    path: run.path,
    status: manifest.status,
    verdict: manifest.verdict,
    ...(manifest.preview === undefined ? {} : { preview: manifest.preview }),
    ...(manifest.ensemble === undefined ? {} : { ensemble: manifest.ensemble }),
    diagnostics: manifest.diagnostics,
    results: manifest.results,
    timings,
  });
}

function workWord({ preview, ensemble }: StoredRun["manifest"]): string {
  if (ensemble !== undefined) return "searching";
  return preview === undefined ? "sampling" : "approximating";
}

/** --out: the run's files in a folder of the reader's choice. */
export async function copyRun(run: StoredRun, values: OptionValues): Promise<void> {
  const out = values.text("out");
  if (out === undefined) return;
  await mkdir(out, { recursive: true });
  await cp(run.path, out, { recursive: true });
}

/** The checks that say whether the chains found the posterior, or a search had settled; Pareto k and tree depth say other things. */
const convergenceChecks: ReadonlySet<string> = new Set([
  "rhat",
  "ess-bulk",
  "ess-tail",
  "divergences",
  "bfmi",
  "preview",
  "search",
]);

/** Under --strict even a caution of a convergence check counts. */
export function fitOutcome(
  { evaluation }: Pick<Trained, "evaluation">,
  { values, signal, console }: CommandContext,
): Outcome {
  if (signal.aborted) return "interrupted";
  const failed = evaluation.diagnostics.findings.filter(({ check }) => convergenceChecks.has(check));
  if (!values.isSet("strict") || failed.length === 0) return "done";
  console.error(`Not converged (--strict): ${failed.map(({ found }) => found).join(" ")}`);
  return "not-converged";
}
