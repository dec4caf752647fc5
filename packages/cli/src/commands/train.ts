// carryover train: fits the model with live progress and keeps the fit as a run.
import { cp, mkdir } from "node:fs/promises";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { type RunStore, type StoredRun, saveFit } from "@carryover/connect";
import { SamplingError } from "@carryover/engine";
import { workerChainRunner } from "@carryover/engine/workers";
import { type Evaluation, evaluate, type Fit, fitBayesian } from "@carryover/mmm";
import { loadProject, type Project, projectOptions } from "../config/project.ts";
import { type Sampler, samplerChoices, samplerOf, samplerOptions } from "../config/sampler.ts";
import { version } from "../config/version.ts";
import type { Console } from "../console.ts";
import { InterruptedError } from "../errors.ts";
import type { Command, CommandContext, OptionSpec, OptionValues, Outcome } from "../options.ts";
import { duration, samplingProgress } from "../progress.ts";
import { reportProject } from "./check.ts";
import { roasLines } from "./runs.ts";
import { storeOf, storeOptions } from "./store-options.ts";

export const trainOptions: Readonly<Record<string, OptionSpec>> = {
  ...projectOptions,
  ...samplerOptions,
  ...storeOptions,
  name: { value: "NAME", help: "name of the run (default the model's kind)" },
  out: { value: "DIR", short: "o", help: "copy the run's files into this folder as well" },
  strict: { help: "exit with 4 when the chains have not converged" },
};

export const trainCommand: Command = {
  name: "train",
  summary: "fit the model and keep the fit as a run",
  positionals: [],
  options: trainOptions,
  notes: ["Ctrl-C keeps the draws that are finished; a second one quits at once."],
  async run(context) {
    const { values, console } = context;
    const startedMs = performance.now();
    const choices = samplerChoices(values);
    const project = await loadProject(values);
    reportProject(project, console);
    const trained = await trainProject({ project, sampler: samplerOf(project.config, choices), startedMs }, context);
    reportFit(trained, console);
    await copyRun(trained.run, values);
    console.print(`Next: carryover evaluate ${trained.run.id}`);
    return fitOutcome(trained, context);
  },
};

/** What each worker loads: always the built file, wherever this module was loaded from. */
const posteriorModule = pathToFileURL(createRequire(import.meta.url).resolve("@carryover/mmm/posterior"));

export interface Training {
  readonly project: Project;
  readonly sampler: Sampler;
  /** `performance.now()` before the data were read. */
  readonly startedMs: number;
  readonly store?: RunStore;
}

export interface Trained {
  readonly run: StoredRun;
  readonly fit: Fit;
  readonly evaluation: Evaluation;
}

/** Fits, evaluates and stores. @throws InterruptedError when it was stopped before the first draw was kept */
export async function trainProject(training: Training, context: CommandContext): Promise<Trained> {
  const { project, sampler, startedMs, store = storeOf(context.values) } = training;
  const fit = await sampleWithProgress(project, sampler, context);
  if (fit.interrupted) await context.pressIsOver();
  context.console.note(fit.interrupted ? "Evaluating the draws that were kept." : "Evaluating.");
  const evaluation = evaluateFit(fit, { project, sampler });
  const run = await saveFit(store, {
    fit,
    evaluation,
    name: context.values.text("name") ?? project.spec.kind,
    source: project.source,
    config: project.config,
    truth: project.truth,
    drawsAsked: sampler.draws,
    version,
    totalSeconds: (performance.now() - startedMs) / 1000,
  });
  context.logger.info({ run: run.id, verdict: run.manifest.verdict, timings: run.manifest.timings }, "run written");
  return { run, fit, evaluation };
}

async function sampleWithProgress(project: Project, sampler: Sampler, context: CommandContext): Promise<Fit> {
  const { console, logger, signal } = context;
  const { chains, warmup, draws } = sampler;
  console.note(`Sampling ${chains} chains of ${warmup} warm-up iterations and ${draws} draws.`);
  logger.info({ sampler, model: project.spec.kind, digest: project.panel.digest }, "sampling");
  const progress = samplingProgress(console);
  try {
    return await fitBayesian(project.panel, project.spec, {
      sampling: sampler,
      runner: workerChainRunner(posteriorModule),
      signal,
      onProgress: (event) => progress.update(event),
    });
  } catch (error) {
    if (!signal.aborted || !(error instanceof SamplingError)) throw error;
    throw new InterruptedError("Stopped during warm-up: no draw was finished, so no run was written.");
  } finally {
    progress.finish();
  }
}

function evaluateFit(fit: Fit, { project, sampler }: Pick<Training, "project" | "sampler">): Evaluation {
  return evaluate(fit, {
    truth: project.truth,
    title: project.config.title ?? undefined,
    sampling: { warmup: sampler.warmup, seed: sampler.seed, targetAccept: sampler.targetAcceptance },
  });
}

/** What came out, and whether to believe it. */
export function reportFit({ run, evaluation }: Trained, console: Console): void {
  const { manifest } = run;
  const { sampler, timings } = manifest;
  if (manifest.status === "interrupted") {
    console.print(
      `Stopped early: ${sampler.draws} of ${sampler.drawsAsked} draws kept in each of ${sampler.chains} chains; the run is marked as interrupted.`,
    );
  }
  console.print(
    `${evaluation.diagnostics.verdict.toUpperCase()}: ${evaluation.diagnostics.sentence}`,
    ...evaluation.diagnostics.findings.map(({ found, remedy }) => `  ${found} ${remedy}`),
    ...roasLines(manifest.results?.roas ?? []),
    `Run ${run.id} written after ${duration(1000 * timings.totalSeconds)} (${duration(1000 * timings.samplingSeconds)} sampling).`,
  );
  console.result({
    run: run.id,
    path: run.path,
    status: manifest.status,
    verdict: manifest.verdict,
    diagnostics: manifest.diagnostics,
    results: manifest.results,
    timings,
  });
}

/** --out: the run's files in a folder of the reader's choice. */
export async function copyRun(run: StoredRun, values: OptionValues): Promise<void> {
  const out = values.text("out");
  if (out === undefined) return;
  await mkdir(out, { recursive: true });
  await cp(run.path, out, { recursive: true });
}

/** The checks that say whether the chains found the posterior; Pareto k and tree depth say other things. */
const convergenceChecks: ReadonlySet<string> = new Set(["rhat", "ess-bulk", "ess-tail", "divergences", "bfmi"]);

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
