// How a fit begins: anew, with the adaptation of an earlier run, or where a checkpoint left it.
import {
  type Checkpoint,
  checkpointDifferences,
  loadAdaptation,
  openCheckpoints,
  type RunStore,
} from "@carryover/connect";
import { type Adaptation, warmStartWarmup } from "@carryover/engine";
import type { Project } from "../config/project.ts";
import { type Sampler, samplerOf } from "../config/sampler.ts";
import { version } from "../config/version.ts";
import { UsageError } from "../errors.ts";
import type { OptionSpec, OptionValues } from "../options.ts";

export const beginningOptions: Readonly<Record<string, OptionSpec>> = {
  "warm-start": { value: "RUN", help: "begin with what this run's chains had learned, and warm up briefly" },
  resume: {
    value: "ID",
    help: "go on with a fit that was left: the id of a checkpoint or an interrupted run, or latest",
  },
  "checkpoint-every": { value: "TIME", help: "keep a checkpoint this often, such as 30s (the default), 5min or off" },
};

const defaultCheckpointMs = 30_000;

/** Everything about a fit's start that the options say. */
export interface Beginning {
  readonly sampler: Sampler;
  /** Options that were given, for a checkpoint to agree with. */
  readonly choices: Partial<Sampler>;
  readonly resume?: Checkpoint;
  readonly warmStart?: { readonly run: string; readonly adaptation: Adaptation };
  /** Undefined for none. */
  readonly checkpointEveryMs: number | undefined;
}

/** The options' values, read before the data are. */
export interface BeginningChoices {
  readonly resume: string | undefined;
  readonly warmStart: string | undefined;
  readonly checkpointEveryMs: number | undefined;
}

/** @throws UsageError */
export function beginningChoices(values: OptionValues): BeginningChoices {
  const every = values.interval("checkpoint-every") ?? defaultCheckpointMs;
  const [resume, warmStart] = [values.text("resume"), values.text("warm-start")];
  if (resume !== undefined && warmStart !== undefined) {
    throw new UsageError("--resume goes on with a fit as it was begun; it cannot take a --warm-start as well");
  }
  return { resume, warmStart, checkpointEveryMs: Number.isFinite(every) ? every : undefined };
}

/** @throws ConnectError for a run or checkpoint that is not there, UsageError for a checkpoint of something else */
export async function beginningOf(
  project: Project,
  choices: Partial<Sampler>,
  { resume, warmStart, checkpointEveryMs }: BeginningChoices,
  store: RunStore,
): Promise<Beginning> {
  const sampler = samplerOf(project.config, choices);
  if (resume !== undefined) {
    const checkpoint = await openCheckpoints(store.root).read(resume);
    checkOrigin(checkpoint, project);
    return { sampler: { ...sampler, ...checkpoint.sampling.options }, choices, resume: checkpoint, checkpointEveryMs };
  }
  if (warmStart === undefined) return { sampler, choices, checkpointEveryMs };
  const run = await store.read(warmStart);
  return {
    sampler: { ...sampler, warmup: choices.warmup ?? warmStartWarmup },
    choices,
    warmStart: { run: run.id, adaptation: await loadAdaptation(run) },
    checkpointEveryMs,
  };
}

function checkOrigin(checkpoint: Checkpoint, { panel, spec }: Project): void {
  const differences = checkpointDifferences(checkpoint, { digest: panel.digest, spec, version });
  if (differences.length === 0) return;
  throw new UsageError(
    [
      `Checkpoint ${checkpoint.id} belongs to another fit, of ${checkpoint.source}:`,
      ...differences.map((difference) => `  ${difference}`),
      "Give the data, the configuration and the options it was begun with, or begin anew without --resume.",
    ].join("\n"),
  );
}
