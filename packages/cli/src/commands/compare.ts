// carryover compare: Bayesian, Meridian and Robyn on one panel and the same folds, and a reasoned answer where they disagree.
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { loadFit, type StoredRun, saveFit, writeParquetTables } from "@carryover/connect";
import {
  type ComparedFit,
  type ComparisonPlan,
  type ComparisonSampling,
  comparisonJobs,
  comparisonResults,
  evaluate,
  type FrameworkFit,
  type FrameworkName,
  type JobSampling,
  nearestKey,
  planComparison,
  requireSamePanels,
  runJobs,
  type Triangulation,
  triangulate,
  triangulationTable,
} from "@carryover/mmm";
import { loadProject, type Project, projectOptions } from "../config/project.ts";
import { samplerChoices, samplerOf, samplerOptions } from "../config/sampler.ts";
import { version } from "../config/version.ts";
import { InterruptedError, UsageError } from "../errors.ts";
import { oneWorker } from "../fit/fit-under-way.ts";
import { jobDisplay } from "../fit/job-progress.ts";
import { searchTasks } from "../fit/search-under-way.ts";
import type { Command, CommandContext, OptionSpec, OptionValues } from "../options.ts";
import { duration } from "../progress.ts";
import { keepSearch, writeSupplement } from "../supplements.ts";
import { reportProject } from "./check.ts";
import { comparisonLines } from "./compare-text.ts";
import { concludeQuietly, evaluationOf } from "./evaluate.ts";
import { storeOf, storeOptions } from "./store-options.ts";

const frameworkNames: readonly FrameworkName[] = [
  "bayesian",
  "meridian",
  "robyn",
  "default",
  "adelon",
  "pymc-marketing",
];

/** A fold and a hybrid need means and intervals, not the third digit of a tail. */
const foldSampler = { chains: 2, warmup: 300, draws: 300 } as const;
const swapSampler = { chains: 2, warmup: 300, draws: 500 } as const;
/** With --quick: to see what a comparison looks like. */
const quickSampler = { chains: 2, warmup: 300, draws: 300 } as const;
const quickFolds = 1;

const { chains, warmup, draws, seed } = samplerOptions;

const options: Readonly<Record<string, OptionSpec>> = {
  ...Object.fromEntries(Object.entries(projectOptions).filter(([name]) => name !== "model")),
  frameworks: {
    value: "LIST",
    help: `of ${frameworkNames.join(", ")}; bayesian is the configuration's own model (default bayesian,meridian,robyn)`,
  },
  folds: {
    value: "NUMBER",
    help: "rolling folds that score each framework; 0 for none (default 3, or what the data allow)",
  },
  with: { value: "RUN", repeats: true, help: "a run of the store to compare as well, such as an imported one" },
  "no-swaps": { help: "do not swap ingredients to say where frameworks disagree" },
  quick: { help: "short chains and one fold: to see what there is, not to decide by" },
  ...({ chains, warmup, draws, seed } as Record<string, OptionSpec>),
  jobs: { value: "NUMBER", help: "fits at a time (default: as many as there are processors)" },
  ...storeOptions,
};

export const compareCommand: Command = {
  name: "compare",
  summary: "fit several frameworks to one panel, and say where they agree",
  positionals: [],
  options,
  stopping: "Stopping; finished fits are kept. Again to quit at once.",
  notes: [
    `Each framework's fit runs with the configuration's sampler; a fold with ${foldSampler.chains} chains of ${foldSampler.warmup} warm-up iterations and ${foldSampler.draws} draws, a model with a swapped ingredient with ${swapSampler.chains} of ${swapSampler.warmup} and ${swapSampler.draws}.`,
    "Keeps every fit as a run of its own; triangulation.json, triangulation.parquet and the report's chapter go to the run of the first.",
  ],
  run: compare,
};

async function compare(context: CommandContext): Promise<"done" | "interrupted"> {
  const { values, console, logger, signal } = context;
  const startedMs = performance.now();
  const names = frameworksOf(values);
  const folds = values.whole("folds", 0, 50);
  const jobs = values.whole("jobs", 1, 64) ?? availableParallelism();
  const choices = { ...(values.isSet("quick") ? quickSampler : {}), ...samplerChoices(values) };
  const store = storeOf(values);
  const withRuns = await Promise.all(values.texts("with").map((reference) => store.read(reference)));
  const project = await loadProject(values);
  reportProject(project, console);
  const { config, panel, spec } = project;
  const plan = planComparison(panel, config, {
    names: names ?? config.compare.frameworks,
    folds: folds ?? (values.isSet("quick") ? quickFolds : config.compare.folds),
    swaps: config.compare.swaps && !values.isSet("no-swaps"),
    holdout: spec.holdout,
  });
  if (plan.frameworks.length + withRuns.length < 2) throw new UsageError(tooFew(plan, names));
  const others = await Promise.all(withRuns.map((run) => comparedRun(run, context)));
  requireSamePanels([{ name: "the data", panel }, ...others.map(({ name, fit }) => ({ name, panel: fit.panel }))]);
  const sampling = samplingOf(project, choices);
  const work = comparisonJobs(plan, sampling);
  console.note(openingLine(plan, work.length, sampling));
  for (const { name, notes } of plan.frameworks) console.note(...notes.map((note) => `${name}: ${note}`));
  logger.info({ frameworks: plan.frameworks.map(({ name }) => name), jobs: work.length, sampling }, "comparing");
  const display = jobDisplay(console, Date.now, "fits");
  const kept = new Map<number, KeptFit>();
  const outcomes = await runJobs(work, {
    concurrency: jobs,
    openRunner: oneWorker,
    taskRunner: searchTasks(),
    signal,
    onProgress: (progress) => display.update(progress),
    // At once: whatever comes then, a finished fit is a run.
    onResult: async (result) => {
      const framework = result.kind === "fit" ? plan.frameworks[result.framework] : undefined;
      if (result.kind !== "fit" || framework === undefined) return;
      const keeping = { project, plan: framework, sampling: sampling.fits, startedMs };
      kept.set(result.framework, await keepFit(result, keeping, context));
    },
  }).finally(() => display.finish());
  const results = comparisonResults(plan, work, outcomes);
  if (signal.aborted) await context.pressIsOver();
  console.note("Comparing.");
  const own = plan.frameworks.flatMap((_, index): ComparedFit[] => {
    const fit = kept.get(index);
    return fit === undefined ? [] : [{ ...fit, folds: results.folds[index] ?? [] }];
  });
  const compared = [...own, ...others];
  if (compared.length < 2) {
    const runs = own.map(({ run }) => run).join(", ");
    const held = own.length === 0 ? "no run was written" : `kept as ${runs}`;
    if (signal.aborted) throw new InterruptedError(`Stopped before two frameworks were fitted: ${held}.`);
    throw new UsageError(
      `there is nothing to compare, for fewer than two fits are finished (${held}): ${results.unfinished.join(" ")}`,
    );
  }
  const triangulation = triangulate({
    fits: compared,
    swaps: results.swaps,
    settings: {
      folds: plan.folds[0]?.length ?? 0,
      horizon: plan.horizon,
      seed: sampling.fits.seed,
      fits: chainsText(sampling.fits),
      foldFits: chainsText(sampling.folds),
      swapFits: chainsText(sampling.swaps),
    },
    unfinished: results.unfinished,
  });
  const home = await store.read(compared[0]?.run ?? "latest");
  await keepTriangulation(home, triangulation, context);
  console.print(
    ...comparisonLines(triangulation),
    `Written after ${duration(performance.now() - startedMs)}: ${join(home.path, "triangulation.json")}, triangulation.parquet, and their chapter in report.html`,
  );
  const { forecasts: _forecasts, ...told } = triangulation;
  console.result({ run: home.id, path: home.path, ...told, disagreement: triangulation.disagreement });
  return signal.aborted ? "interrupted" : "done";
}

/** Why what was asked for is no comparison. */
function tooFew({ frameworks }: ComparisonPlan, names: readonly FrameworkName[] | undefined): string {
  const [only] = frameworks;
  const others = frameworkNames.filter((name) => name !== only?.name && !(names ?? []).includes(name));
  const same = (names?.length ?? 0) > 1 ? `${names?.join(", ")} are one model here` : `${only?.name} is one model`;
  return `${same}, and a comparison needs two. Name another as well, such as --frameworks ${only?.name},${others[0]}, or a run by --with ID`;
}

/** @throws UsageError for a name that is none */
function frameworksOf(values: OptionValues): readonly FrameworkName[] | undefined {
  const text = values.text("frameworks");
  if (text === undefined) return undefined;
  return text.split(",").map((part) => {
    const name = part.trim();
    const found = frameworkNames.find((each) => each === name);
    if (found === undefined) {
      const near = nearestKey(name, frameworkNames);
      const hint = near === undefined ? "" : `; did you mean ${near}?`;
      throw new UsageError(`--frameworks ${text}: "${name}" is none of ${frameworkNames.join(", ")}${hint}`);
    }
    return found;
  });
}

function samplingOf({ config }: Project, choices: Partial<JobSampling>): ComparisonSampling {
  const own = samplerOf(config, choices);
  const { seed: ownSeed, targetAcceptance } = own;
  return {
    fits: own,
    folds: { ...foldSampler, seed: ownSeed, targetAcceptance },
    swaps: { ...swapSampler, seed: ownSeed, targetAcceptance },
  };
}

function chainsText({ chains: count, warmup: warm, draws: kept }: JobSampling): string {
  return `${count} × (${warm} + ${kept})`;
}

function openingLine({ frameworks, folds, swaps }: ComparisonPlan, fits: number, sampling: ComparisonSampling): string {
  const models = swaps.reduce((total, { hybrids, base }) => total + hybrids.length + (base === undefined ? 0 : 1), 0);
  const scored = folds[0]?.length ?? 0;
  return `Comparing ${frameworks.map(({ name }) => name).join(", ")}: ${fits} fits, ${frameworks.length} of them with chains of ${chainsText(sampling.fits)}, ${scored * frameworks.length} for ${scored} ${scored === 1 ? "fold" : "folds"}, ${models} with ingredients swapped.`;
}

/** A fit of a framework, kept as a run. */
type KeptFit = Omit<ComparedFit, "folds">;

interface Keeping {
  readonly project: Project;
  readonly plan: ComparisonPlan["frameworks"][number];
  readonly sampling: JobSampling;
  readonly startedMs: number;
}

/** A finished fit as a run, evaluated and reported like any other. */
async function keepFit(
  { fit, seconds, search }: FrameworkFit,
  { project: { config, source, truth }, plan, sampling, startedMs }: Keeping,
  { values, logger }: CommandContext,
): Promise<KeptFit> {
  const evaluation = evaluate(fit, {
    truth,
    title: config.title ?? undefined,
    sampling: { warmup: sampling.warmup, seed: sampling.seed, targetAccept: sampling.targetAcceptance ?? 0.8 },
  });
  const run = await saveFit(storeOf(values), {
    fit,
    evaluation,
    name: plan.name,
    source,
    config: plan.config,
    truth,
    drawsAsked: fit.draws.draws,
    version,
    totalSeconds: (performance.now() - startedMs) / 1000,
  });
  if (search !== undefined) await keepSearch(run, { fit, search });
  await concludeQuietly(run, { fit, evaluation });
  logger.info({ run: run.id, framework: plan.name, seconds }, "run written");
  return { name: plan.name, fit, evaluation, run: run.id, seconds, notes: plan.notes };
}

/** A run that was made before: compared by what it says, without a score on the folds. */
async function comparedRun(run: StoredRun, { console }: CommandContext): Promise<ComparedFit> {
  const { fit } = await loadFit(run);
  const evaluation = await evaluationOf(run, console);
  return {
    name: run.id,
    fit,
    evaluation,
    folds: [],
    run: run.id,
    notes: ["Read from the store; not scored on folds."],
  };
}

async function keepTriangulation(
  run: StoredRun,
  triangulation: Triangulation,
  { console }: CommandContext,
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "carryover-"));
  try {
    const table = triangulationTable(triangulation);
    await writeParquetTables([table], folder);
    const name = `${table.source}.parquet`;
    await run.writeDerived(name, await readFile(join(folder, name)));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  await writeSupplement(run, await evaluationOf(run, console), "triangulation", triangulation);
}
