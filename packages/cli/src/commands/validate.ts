// carryover validate: fits the model to parts of the data and asks it about the rest, against baselines.
import { mkdir, writeFile } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { loadFit, type StoredRun } from "@carryover/connect";
import { SamplingError } from "@carryover/engine";
import {
  baselineWord,
  type Config,
  type FoldResult,
  formatCsv,
  modelLeaveFutureOut,
  type Panel,
  type PlannedSplits,
  parseConfig,
  planSplits,
  runFolds,
  SpecError,
  summarizeValidation,
  type Validation,
  validationTable,
} from "@carryover/mmm";
import { alignedRows } from "../aligned-rows.ts";
import { loadProject } from "../config/project.ts";
import { type Sampler, samplerChoices, samplerOf, samplerOptions } from "../config/sampler.ts";
import { searchOptions, withSearchOptions } from "../config/search.ts";
import { InterruptedError, UsageError } from "../errors.ts";
import { prepareWorkers } from "../fit/fit-under-way.ts";
import { jobDisplay } from "../fit/job-progress.ts";
import { searchTasks } from "../fit/search-under-way.ts";
import type { Command, CommandContext, OptionSpec } from "../options.ts";
import { writeSupplement } from "../supplements.ts";
import { evaluationOf } from "./evaluate.ts";
import { splitChoices, splitOptions } from "./split-options.ts";
import { storeOf, storeOptions } from "./store-options.ts";
import { judgeAgain } from "./trust-judgment.ts";

/** A fold needs enough draws for its intervals, not for the third digit of a tail. */
const foldSampler = { chains: 2, warmup: 300, draws: 300 } as const;

const { chains, warmup, draws, seed, "target-accept": targetAccept } = samplerOptions;

const options: Readonly<Record<string, OptionSpec>> = {
  ...splitOptions,
  ...searchOptions,
  ...({ chains, warmup, draws, seed, "target-accept": targetAccept } as Record<string, OptionSpec>),
  jobs: { value: "NUMBER", help: "folds at a time (default: as many as there are processors for their chains)" },
  lfo: { help: "rolling: leave-future-out as well, one period ahead, with a new fit where Pareto k calls for it" },
  ...storeOptions,
  out: { value: "DIR", short: "o", help: "where validation.json and .csv go when a CONFIG was given (default .)" },
};

export const validateCommand: Command = {
  name: "validate",
  summary: "predict what was held out, and compare with baselines",
  positionals: ["[CONFIG|RUN]"],
  options,
  stopping: "Stopping; finished folds are kept. Again to quit at once.",
  notes: [
    "Without an argument the latest run is validated; a name that ends in .yaml or .yml is a configuration, anything else a run.",
    `Each fold is a fit of its own: ${foldSampler.chains} chains of ${foldSampler.warmup} warm-up iterations and ${foldSampler.draws} draws unless --chains, --warmup and --draws say otherwise.`,
    "Writes validation.json and validation.csv, and the chapter into the run's report.",
  ],
  async run(context) {
    const { values } = context;
    const request = splitChoices(values);
    const choices = { ...foldSampler, ...samplerChoices(values) };
    const jobs = values.whole("jobs", 1, 64);
    const subject = await subjectOf(context);
    const sampler = samplerOf(subject.config, choices);
    const planned = planSplits(subject.panel, subject.config, request(subject.panel.frequency), subject.holdout);
    if (values.isSet("lfo") && planned.settings.splits !== "rolling") {
      throw new UsageError("--lfo belongs to --splits rolling");
    }
    if (values.isSet("lfo") && subject.config.model.kind === "robyn") {
      throw new UsageError("--lfo reweights draws of a posterior; model robyn has none");
    }
    const validation = await validateSubject({ subject, planned, sampler, jobs }, context);
    await keep(subject, validation, context);
    return context.signal.aborted ? "interrupted" : "done";
  },
};

/** What is validated: the data and configuration of a run, or of a file. */
interface Subject {
  readonly panel: Panel;
  readonly config: Config;
  /** Cells whose KPI data.holdout keeps from every fit. */
  readonly holdout: readonly number[];
  readonly run?: StoredRun;
}

async function subjectOf({ values, positionals }: CommandContext): Promise<Subject> {
  const [name = "latest"] = positionals;
  if (/\.ya?ml$/i.test(name)) {
    const { panel, config, spec } = await loadProject(values.with("config", name));
    return { panel, config, holdout: spec.holdout ?? [] };
  }
  const run = await storeOf(values).read(name);
  const { fit } = await loadFit(run);
  const config = withSearchOptions(parseConfig(run.manifest.config), values);
  return { panel: fit.panel, config, holdout: fit.spec.holdout ?? [], run };
}

interface Asked {
  readonly subject: Subject;
  readonly planned: PlannedSplits;
  readonly sampler: Sampler;
  readonly jobs: number | undefined;
}

/** @throws InterruptedError when it was stopped before a fold was finished */
async function validateSubject(
  { subject, planned, sampler, jobs }: Asked,
  context: CommandContext,
): Promise<Validation> {
  const { console, logger, signal } = context;
  const { panel, config } = subject;
  // Trials of a search take all processors; chains of a fit as many as there are chains.
  const atOnce = config.model.kind === "robyn" ? 1 : Math.max(1, Math.floor(availableParallelism() / sampler.chains));
  const concurrency = jobs ?? atOnce;
  console.note(openingLine(planned, sampler, config));
  logger.info({ ...planned.settings, ...sampler, digest: panel.digest, concurrency }, "validating");
  const isSearch = config.model.kind === "robyn";
  const openRunner = isSearch ? undefined : () => prepareWorkers(sampler.chains);
  const startedAt = performance.now();
  const display = jobDisplay(console);
  const outcomes = await runFolds(panel, config, planned.folds, {
    sampling: sampler,
    concurrency,
    openRunner,
    taskRunner: searchTasks(),
    signal,
    onProgress: (progress) => display.update(progress),
  }).finally(() => display.finish());
  if (outcomes.finished.length === 0 && signal.aborted) {
    throw new InterruptedError("Stopped before a fold was finished: there is nothing to report.");
  }
  const futures =
    context.values.isSet("lfo") && !signal.aborted
      ? await leaveFutureOut(subject, planned, sampler, context)
      : undefined;
  logger.info({ finished: outcomes.finished.length, ms: performance.now() - startedAt }, "validated");
  const { chains, warmup, draws, seed } = sampler;
  return summarizeValidation(
    { panel, model: config.model.kind, settings: { ...planned.settings, chains, warmup, draws, seed } },
    outcomes,
    futures,
  );
}

async function leaveFutureOut(
  { panel, config }: Subject,
  { folds }: PlannedSplits,
  sampler: Sampler,
  { console, signal }: CommandContext,
): Promise<Validation["leaveFutureOut"]> {
  const runner = prepareWorkers(sampler.chains);
  try {
    return await modelLeaveFutureOut(panel, config, {
      from: folds[0]?.knownPeriods ?? 0,
      sampling: sampler,
      runner,
      signal,
      onFit: (periods) =>
        console.note(`Leave-future-out: fitting the first ${periods} of ${panel.dates.length} periods.`),
    });
  } catch (error) {
    if (!(error instanceof SamplingError || error instanceof SpecError)) throw error;
    console.note(`Leave-future-out could not be done: ${error.message}`);
    return undefined;
  } finally {
    runner.close();
  }
}

function openingLine(
  { settings, folds }: PlannedSplits,
  { chains, warmup, draws }: Sampler,
  { model: { kind, robyn } }: Config,
): string {
  const { splits, horizon, gap = 0, window, buffer = 0 } = settings;
  const splitting = {
    rolling: `rolling origin, ${horizon} periods ahead${gap > 0 ? ` after a gap of ${gap}` : ""}${window === undefined ? "" : `, from the last ${window}`}`,
    kfold: `blocks in time${buffer > 0 ? ` with a buffer of ${buffer} periods` : ""}`,
    geos: "held-out geos",
  }[splits];
  const each =
    kind === "robyn"
      ? `a search of ${robyn.trials} × ${robyn.iterations} models`
      : `${chains} chain${chains === 1 ? "" : "s"} of ${warmup} warm-up iterations and ${draws} draws`;
  return `Validating by ${folds.length} fold${folds.length === 1 ? "" : "s"}: ${splitting}; ${each} for each.`;
}

async function keep(
  subject: Subject,
  validation: Validation,
  { values, console, signal, pressIsOver }: CommandContext,
): Promise<void> {
  const { run } = subject;
  if (signal.aborted) await pressIsOver();
  console.print(...validationLines(validation));
  const csv = formatCsv(validationTable(validation));
  const folder = run?.path ?? values.text("out") ?? ".";
  if (run === undefined) {
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, "validation.json"), `${JSON.stringify(validation, undefined, 2)}\n`);
    await writeFile(join(folder, "validation.csv"), csv);
  } else {
    await run.writeDerived("validation.csv", csv);
    const evaluation = await evaluationOf(run, console);
    await writeSupplement(run, evaluation, "validation", validation);
    const { verdict, sentence } = await judgeAgain(run, evaluation);
    console.print(`Trust: ${verdict.toUpperCase()}. ${sentence}`);
  }
  const written = run === undefined ? "validation.csv" : "validation.csv, and its chapter in report.html";
  console.print(`Written: ${join(folder, "validation.json")}, ${written}`);
  const { folds, ...rest } = validation;
  const short = folds.map(({ picture: _picture, stepAhead: _stepAhead, ...fold }) => fold);
  console.result({ ...(run === undefined ? {} : { run: run.id }), path: folder, ...rest, folds: short });
}

/** What came out, for people. */
function validationLines(validation: Validation): string[] {
  const { folds, comparisons, coverage, verdict, stepAhead, leaveFutureOut: future } = validation;
  const table = [
    ["fold", "learned", "predicted", "CRPS", "MAPE", "in 90 %"],
    ...folds.map((fold) => [
      fold.name,
      fold.kind === "rolling" ? `until ${fold.training.to}` : `${fold.training.cells} other values`,
      predicted(fold),
      threeFigures(fold.model.crps),
      percent(fold.model.mape),
      percent(fold.model.coverage["90"]),
    ]),
  ];
  const against = [
    ["against", "CRPS", "model lower by", "folds ahead", ""],
    ...comparisons.map(({ baseline, crps, skill, won, folds: count, outcome }) => [
      baselineWord(baseline),
      threeFigures(crps.baseline),
      percent(skill),
      `${won} of ${count}`,
      outcome === "undecided" ? "ahead, not clearly" : outcome,
    ]),
  ];
  const levels =
    coverage === null ? [] : Object.entries(coverage).map(([level, share]) => `${level} %: ${percent(share)}`);
  return [
    ...(folds.length === 0 ? [] : [...alignedRows(table), "", ...alignedRows(against), ""]),
    ...(levels.length === 0 ? [] : [`Intervals held what came, ${levels.join(", ")}`]),
    ...(stepAhead === undefined
      ? []
      : [
          `One period ahead: elpd ${stepAhead.elpd.toFixed(1)} ± ${stepAhead.standardError.toFixed(1)} over ${stepAhead.periods} periods${stepAhead.unreliable === 0 ? "" : `, ${stepAhead.unreliable} of them unreliable (Pareto k)`}`,
        ]),
    ...(future === undefined
      ? []
      : [
          `Leave-future-out: elpd ${future.elpd.toFixed(1)} ± ${future.standardError.toFixed(1)} over ${future.logDensity.length} periods, with ${future.fits.length} fit${future.fits.length === 1 ? "" : "s"}`,
        ]),
    `${verdict.status.toUpperCase()}: ${verdict.sentence}`,
    ...verdict.remarks.map((remark) => `  ${remark}`),
  ];
}

function predicted({ kind, heldOut }: FoldResult): string {
  if (kind !== "geos") return `${heldOut.from} to ${heldOut.to}`;
  return heldOut.geos.length > 3 ? `${heldOut.geos.length} geos` : heldOut.geos.join(", ");
}

function percent(share: number | null): string {
  return share === null ? "–" : `${(100 * share).toFixed(1)} %`;
}

/** Three figures, without an exponent. */
function threeFigures(value: number): string {
  return String(Number(value.toPrecision(3)));
}
