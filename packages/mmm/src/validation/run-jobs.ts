// Fits as a list of jobs, and a few of them at a time: what is finished stays when the rest is stopped.
import { type ChainRunner, SamplingError, type StopSignal, type TaskRunner } from "@carryover/engine";
import { SpecError } from "../errors.ts";

/** One fit with what is made of it. */
export interface FitJob<Result> {
  /** For people: `fold 2`, `meridian`, `bayesian with the prior of meridian`. */
  readonly name: string;
  /** @returns undefined when it was stopped */
  run(host: JobHost): Promise<Result | undefined>;
}

export interface JobHost {
  readonly runner: ChainRunner | undefined;
  readonly taskRunner: TaskRunner | undefined;
  readonly signal: StopSignal | undefined;
  onShare(share: number): void;
}

export type JobStage = "waiting" | "sampling" | "done" | "failed" | "stopped";

export interface JobProgress {
  readonly index: number;
  readonly name: string;
  readonly stage: JobStage;
  /** Of its work, 0 to 1. */
  readonly share: number;
}

export interface RunJobsOptions<Result> {
  /** Jobs at a time; 1 by default. */
  readonly concurrency?: number | undefined;
  /** Opened once for each job under way; chains run in this thread by default. */
  readonly openRunner?: (() => ChainRunner & { close?(): void }) | undefined;
  /** Where searches are made; in this thread by default. */
  readonly taskRunner?: TaskRunner | undefined;
  readonly signal?: StopSignal | undefined;
  readonly onProgress?: ((progress: JobProgress) => void) | undefined;
  /** Called with each result when it is there, before the job's place is taken by another. */
  readonly onResult?: ((result: Result) => Promise<void>) | undefined;
}

/** What became of a job: its result, why there is none, or neither when it was stopped. */
export type JobOutcome<Result> = { readonly result: Result } | { readonly failure: string } | undefined;

/** Outcomes in the order of the jobs. A job that the data or the model do not allow does not take the others with it. */
export async function runJobs<Result>(
  jobs: readonly FitJob<Result>[],
  { concurrency = 1, openRunner, taskRunner, signal, onProgress, onResult }: RunJobsOptions<Result>,
): Promise<JobOutcome<Result>[]> {
  const outcomes: JobOutcome<Result>[] = jobs.map(() => undefined);
  const report = (index: number, stage: JobStage, share: number): void =>
    onProgress?.({ index, name: jobs[index].name, stage, share });
  jobs.forEach((_, index) => {
    report(index, "waiting", 0);
  });
  let next = 0;
  const worker = async (): Promise<void> => {
    const runner = openRunner?.();
    try {
      while (next < jobs.length && signal?.aborted !== true) {
        const index = next;
        next += 1;
        report(index, "sampling", 0);
        const outcome = await attempt(jobs[index], {
          runner,
          taskRunner,
          signal,
          onShare: (share) => report(index, "sampling", share),
        });
        outcomes[index] = outcome;
        if (outcome !== undefined && "result" in outcome) await onResult?.(outcome.result);
        report(index, outcome === undefined ? "stopped" : "failure" in outcome ? "failed" : "done", 1);
      }
    } finally {
      runner?.close?.();
    }
  };
  await Promise.all(Array.from({ length: Math.min(concurrency, jobs.length) }, worker));
  return outcomes;
}

async function attempt<Result>(job: FitJob<Result>, host: JobHost): Promise<JobOutcome<Result>> {
  try {
    const result = await job.run(host);
    return result === undefined ? undefined : { result };
  } catch (error) {
    if (host.signal?.aborted === true) return undefined;
    if (!(error instanceof SpecError || error instanceof SamplingError)) throw error;
    return { failure: error.message };
  }
}
