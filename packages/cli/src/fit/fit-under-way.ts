// A fit from its start to its last draw: shows progress, answers keys and signals, keeps checkpoints.
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { openCheckpoints, type RunStore } from "@carryover/connect";
import { type SampleResult, type Sampling, SamplingError } from "@carryover/engine";
import { type WorkerChainRunner, workerChainRunner } from "@carryover/engine/workers";
import { type Fit, startFit } from "@carryover/mmm";
import type { Project } from "../config/project.ts";
import { version } from "../config/version.ts";
import { InterruptedError } from "../errors.ts";
import type { CommandContext } from "../options.ts";
import { samplingProgress } from "../progress.ts";
import type { Beginning } from "./beginning.ts";
import { Checkpointing } from "./checkpointing.ts";
import { inspectionLines } from "./inspection.ts";

/** What each worker loads: always the built file, wherever this module was loaded from. */
const posteriorModule = pathToFileURL(createRequire(import.meta.url).resolve("@carryover/mmm/posterior"));

/** Workers that start while the data are read. */
export function prepareWorkers(chains: number): WorkerChainRunner {
  const runner = workerChainRunner(posteriorModule);
  runner.prepare(chains);
  return runner;
}

/** A single worker, for one of several fits at a time: their chains run there in turn, and no fit waits for its slowest chain. */
export function oneWorker(): WorkerChainRunner {
  return workerChainRunner(posteriorModule, { workers: 1 });
}

export interface UnderWay {
  readonly project: Project;
  readonly beginning: Beginning;
  readonly store: RunStore;
  readonly runner: WorkerChainRunner | undefined;
  /** The command that goes on with the fit when it is stopped; `carryover train` by default. */
  readonly resumeWith?: string | undefined;
}

export interface Sampled {
  readonly fit: Fit;
  readonly result: SampleResult;
  /** To be called when the run is written: what the checkpoint held is now in the run, or can go on under its id. */
  settleCheckpoint(runId: string): Promise<void>;
}

/** @throws InterruptedError when it was stopped before the first draw was kept */
export async function sampleUnderWay(underWay: UnderWay, context: CommandContext): Promise<Sampled> {
  const { project, beginning } = underWay;
  const { console, logger, signal } = context;
  const { sampler } = beginning;
  console.note(...openingLines(beginning));
  logger.info({ sampler, model: project.spec.kind, digest: project.panel.digest }, "sampling");
  const progress = samplingProgress(console);
  const { sampling, kernels, fit } = startFit(project.panel, project.spec, {
    sampling: beginning.resume === undefined ? sampler : beginning.choices,
    resume: beginning.resume?.sampling,
    warmStart: beginning.warmStart?.adaptation,
    runner: underWay.runner ?? workerChainRunner(posteriorModule),
    signal,
    onProgress: (event) => progress.update(event),
  });
  logger.info({ kernels }, "chains started");
  if (kernels === "reference") {
    console.note("There is no WebAssembly here: plain loops do the work, with the same draws, several times slower.");
  }
  const checkpoints = keepCheckpoints(underWay, sampling, context);
  const release = answerRequests(sampling, context, signal);
  try {
    const [result, made] = [await sampling.result, await fit];
    await checkpoints.stop();
    if (result.interrupted) await checkpoints.keep();
    return { fit: made, result, settleCheckpoint: (run) => checkpoints.settle(result.interrupted ? run : undefined) };
  } catch (error) {
    await checkpoints.stop();
    if (!signal.aborted || !(error instanceof SamplingError)) throw error;
    const kept = await checkpoints.keep();
    const how = kept === undefined ? "" : ` Go on with: ${underWay.resumeWith ?? "carryover train"} --resume ${kept}`;
    throw new InterruptedError(`Stopped during warm-up: no draw was finished, so no run was written.${how}`);
  } finally {
    release();
    progress.finish();
  }
}

function openingLines({ sampler, resume, warmStart }: Beginning): string[] {
  const { chains, warmup, draws, untilEss } = sampler;
  const until = untilEss === undefined ? "" : `, or fewer once every parameter has ${untilEss} effective ones`;
  const lines = [`Sampling ${chains} chains of ${warmup} warm-up iterations and ${draws} draws${until}.`];
  if (warmStart !== undefined) {
    const steps = warmStart.adaptation.chains.map(({ stepSize }) => stepSize.toPrecision(3)).join(", ");
    lines.push(
      `Beginning with what run ${warmStart.run} had learned: metric, last positions and step sizes (${steps}) of ${warmStart.adaptation.chains.length} chains.`,
    );
  }
  if (resume !== undefined) {
    const finished = resume.sampling.chains.map(({ state }) => state?.iteration ?? 0);
    lines.push(`Going on with ${resume.id}: ${finished.join(", ")} iterations of its chains are done.`);
    const here = thisPlatform();
    if (resume.platform !== here) {
      lines.push(
        `It was begun on ${resume.platform}, this is ${here}: the last digits may differ from an unbroken fit's.`,
      );
    }
  }
  return lines;
}

function thisPlatform(): string {
  return `${process.platform}-${process.arch}, Node ${process.versions.node.split(".")[0]}`;
}

interface KeptCheckpoints {
  stop(): Promise<void>;
  /** Writes the last state; gives the id under which to go on. */
  keep(): Promise<string | undefined>;
  /** Removes the checkpoint, or gives it the id of the interrupted run it belongs to. */
  settle(interruptedRun: string | undefined): Promise<void>;
}

function keepCheckpoints(
  { project, beginning, store }: UnderWay,
  sampling: Sampling,
  context: CommandContext,
): KeptCheckpoints {
  const checkpoints = openCheckpoints(store.root);
  const { resume, warmStart, checkpointEveryMs } = beginning;
  const name = context.values.text("name") ?? resume?.name ?? project.spec.kind;
  const id = resume?.id ?? checkpoints.newId(name);
  const origin = {
    id,
    name,
    source: project.source,
    digest: project.panel.digest,
    spec: project.spec,
    version,
    created: resume?.created ?? new Date().toISOString(),
    platform: thisPlatform(),
    warmStart: warmStart?.run ?? resume?.warmStart,
  };
  const writer = new Checkpointing({
    store: checkpoints,
    sampling,
    origin,
    everyMs: checkpointEveryMs,
    onFailure: (error) => {
      context.logger.warn({ err: error }, "checkpoint failed");
      context.console.note(`No checkpoint could be written: ${error instanceof Error ? error.message : String(error)}`);
    },
  });
  return {
    stop: () => writer.stop(),
    keep: async () => ((await writer.writeLast()) ? id : undefined),
    async settle(run) {
      if (run === undefined) await checkpoints.remove(id);
      else if ((await checkpoints.list()).includes(id)) await checkpoints.rename(id, run);
    },
  };
}

/** Pauses, goes on and tells what is finished, when asked. */
function answerRequests(sampling: Sampling, { console, onRequest }: CommandContext, signal: AbortSignal): () => void {
  const release = onRequest((request) => {
    if (request === "inspect") {
      sampling.inspect().then(
        (inspection) => console.note(...inspectionLines(inspection)),
        () => undefined,
      );
    } else if (sampling.isPaused) {
      sampling.resume();
      console.note("Going on.");
    } else {
      sampling.pause();
      console.note("Paused: press p to go on, i for what is finished, Ctrl-C to stop and keep it.");
    }
  });
  // From the first Ctrl-C the terminal is the system's again: it ends the process at the second, whatever it is at.
  signal.addEventListener("abort", release, { once: true });
  return release;
}
