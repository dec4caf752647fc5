// A running sampling: what can be asked of it, and what becomes of it.
import { type SummaryRow, summarize } from "../diagnostics/summarize.ts";
import type { Draws } from "../draws/draws.ts";
import { SamplingError } from "../errors.ts";
import type { Posterior } from "../graph/log-density.ts";
import type { ChainBlock, ChainState } from "./chain-state.ts";
import { CollectedDraws } from "./collected-draws.ts";
import { type EssReached, EssTarget } from "./ess-target.ts";
import { layoutOf } from "./layout.ts";
import type { ChainProgress, SampleOptions } from "./options.ts";
import { type ChainRunner, type RunningChains, sameThreadRunner } from "./runner.ts";
import { type Adaptation, prepareStart, type SamplingCheckpoint, type StartRequest } from "./sampling-start.ts";
import type { StopSignal } from "./stop-signal.ts";

export interface SampleRequest extends StartRequest {
  /** What the posterior is made from, where the posterior itself cannot be sent. */
  readonly payload?: unknown;
  readonly runner?: ChainRunner | undefined;
  /** Aborting ends the run early and keeps the finished draws. */
  readonly signal?: StopSignal | undefined;
  readonly onProgress?: ((progress: ChainProgress) => void) | undefined;
}

export interface SampleResult {
  readonly draws: Draws;
  /** True when the run was stopped before all asked draws were made. */
  readonly interrupted: boolean;
  /** Set when the run ended early because every parameter had the ESS that was wanted. */
  readonly essReached: EssReached | undefined;
  readonly gradientEvaluations: number;
  /** Wall time from the start of the first chain to the end of the last, without pauses, with the time before a checkpoint. */
  readonly samplingMs: number;
  /** What another run of the same parameters can start with. */
  readonly adaptation: Adaptation;
}

/** A look at a running sampling: all of it belongs to the same moment of each chain. */
export interface Inspection {
  /** The latest report of each chain, in their order. */
  readonly progress: readonly ChainProgress[];
  /** Kept draws of each chain so far. */
  readonly finished: readonly number[];
  /** The draws all chains have in common; undefined during warm-up. */
  readonly draws: Draws | undefined;
  /** Of those draws, made when it is first asked for; empty during warm-up. */
  readonly summary: readonly SummaryRow[];
  /** Among those draws. */
  readonly divergences: number;
  readonly samplingMs: number;
}

/** The handle of a running sampling. */
export interface Sampling {
  readonly options: SampleOptions;
  /** Rejects with a SamplingError when a chain fails, when a stop left no kept draw, and after `cancel`. */
  readonly result: Promise<SampleResult>;
  readonly isPaused: boolean;
  /** Chains halt after the iteration they are at. */
  pause(): void;
  resume(): void;
  /** Summaries of what is finished; also while paused, and after the end. */
  inspect(): Promise<Inspection>;
  /** All there is, to go on from later; also while paused, and after the end or an abort. */
  checkpoint(): Promise<SamplingCheckpoint>;
  /** Ends the run and keeps the finished draws. */
  abort(): void;
  /** Ends the run and drops its draws. */
  cancel(): void;
}

/**
 * Starts drawing from the posterior.
 * @throws SamplingError for options out of range, and for an adaptation or a checkpoint that belongs to something else
 */
export function startSampling(posterior: Posterior, request: SampleRequest = {}): Sampling {
  return new Session(posterior, request);
}

class Session implements Sampling {
  readonly options: SampleOptions;
  readonly result: Promise<SampleResult>;
  readonly #posterior: Posterior;
  readonly #collected: CollectedDraws;
  readonly #target: EssTarget | undefined;
  readonly #running: RunningChains;
  readonly #progress: ChainProgress[] = [];
  readonly #stillRunning: Set<number>;
  readonly #earlierMs: number;
  readonly #startedMs = performance.now();
  #endedMs: number | undefined;
  #pausedSinceMs: number | undefined;
  #pausedMs = 0;
  #essReached: EssReached | undefined;
  #report: Report | undefined;
  #cancel: (reason: SamplingError) => void = () => {};

  constructor(posterior: Posterior, request: SampleRequest) {
    const { options, tasks } = prepareStart(posterior, request);
    this.options = options;
    this.#posterior = posterior;
    this.#earlierMs = request.resume?.samplingMs ?? 0;
    this.#collected = new CollectedDraws(posterior, options.chains, request.resume?.chains);
    this.#target =
      options.untilEss === undefined
        ? undefined
        : new EssTarget(options.untilEss, options.chains, posterior.recordLength);
    this.#stillRunning = new Set(tasks.map(({ chain }) => chain));
    this.#running = (request.runner ?? sameThreadRunner).start({
      posterior,
      payload: request.payload,
      options,
      tasks,
      onProgress: (progress) => {
        this.#progress[progress.chain] = progress;
        request.onProgress?.(progress);
      },
      onBlock: (block) => this.#receive(block),
    });
    this.result = this.#resultOf(request.signal);
    // Who cancels need not look at the result as well.
    this.result.catch(() => {});
  }

  get isPaused(): boolean {
    return this.#pausedSinceMs !== undefined;
  }

  pause(): void {
    if (this.isPaused || this.#endedMs !== undefined) return;
    this.#pausedSinceMs = performance.now();
    this.#running.send("pause");
  }

  resume(): void {
    if (this.#pausedSinceMs === undefined) return;
    this.#pausedMs += performance.now() - this.#pausedSinceMs;
    this.#pausedSinceMs = undefined;
    this.#running.send("resume");
  }

  async inspect(): Promise<Inspection> {
    await this.#allReported();
    const draws = this.#collected.draws(this.#essReached?.draws);
    let summary: readonly SummaryRow[] | undefined;
    return {
      progress: this.#progress.filter((each) => each !== undefined),
      finished: this.#collected.finished,
      draws,
      get summary() {
        summary ??= draws === undefined ? [] : summarize(draws);
        return summary;
      },
      divergences: draws === undefined ? 0 : draws.statistics.divergent.reduce((total, each) => total + each, 0),
      samplingMs: this.#samplingMs,
    };
  }

  async checkpoint(): Promise<SamplingCheckpoint> {
    await this.#allReported();
    return {
      options: this.options,
      layout: layoutOf(this.#posterior),
      samplingMs: this.#samplingMs,
      chains: this.#collected.chains(),
    };
  }

  abort(): void {
    this.#running.send("stop");
  }

  cancel(): void {
    if (this.#endedMs !== undefined) return;
    this.#running.drop();
    const reason = new SamplingError("cancelled: the draws were dropped");
    this.#cancel(reason);
    this.#report?.reject(reason);
  }

  get #samplingMs(): number {
    const now = this.#endedMs ?? performance.now();
    const pausedNow = this.#pausedSinceMs === undefined ? 0 : now - this.#pausedSinceMs;
    return this.#earlierMs + now - this.#startedMs - this.#pausedMs - pausedNow;
  }

  #receive(block: ChainBlock): void {
    this.#collected.add(block);
    if (block.ended) this.#stillRunning.delete(block.chain);
    if (block.state !== undefined || block.ended) this.#report?.answered(block.chain);
    if (this.#target === undefined || this.#essReached !== undefined || block.draws === 0) return;
    this.#essReached = this.#target.consider(this.#collected);
    if (this.#essReached !== undefined) this.#running.send("stop");
  }

  /** Has every running chain send what it has, and waits for it. */
  async #allReported(): Promise<void> {
    if (this.#report === undefined && this.#stillRunning.size > 0) {
      this.#report = new Report(this.#stillRunning);
      this.#running.send("report");
    }
    try {
      await this.#report?.complete;
    } finally {
      this.#report = undefined;
    }
  }

  async #resultOf(signal: StopSignal | undefined): Promise<SampleResult> {
    const abort = (): void => this.abort();
    signal?.addEventListener("abort", abort, { once: true });
    if (signal?.aborted === true) abort();
    const cancelled = new Promise<never>((_, reject) => {
      this.#cancel = reject;
    });
    try {
      await Promise.race([this.#running.ended, cancelled]);
    } catch (error) {
      this.#report?.reject(error);
      throw error;
    } finally {
      this.#endedMs = performance.now();
      signal?.removeEventListener("abort", abort);
    }
    return this.#gather();
  }

  #gather(): SampleResult {
    const { finished } = this.#collected;
    const draws = this.#collected.draws(this.#essReached?.draws);
    if (draws === undefined) {
      throw new SamplingError(
        "stopped before the first draw was kept; let the warm-up finish, or ask for a shorter one",
      );
    }
    const states = this.#collected.states.filter((state): state is ChainState => state !== undefined);
    return {
      draws,
      interrupted: this.#essReached === undefined && finished.some((count) => count < this.options.draws),
      essReached: this.#essReached,
      gradientEvaluations: states.reduce((total, { gradientEvaluations }) => total + gradientEvaluations, 0),
      samplingMs: this.#samplingMs,
      adaptation: {
        layout: layoutOf(this.#posterior),
        chains: states.map(({ position, stepSize, metric }) => ({ position, stepSize, metric })),
      },
    };
  }
}

/** The answers of chains to one request for their draws. */
class Report {
  readonly complete: Promise<void>;
  readonly #missing: Set<number>;
  #resolve: () => void = () => {};
  reject: (error: unknown) => void = () => {};

  constructor(chains: ReadonlySet<number>) {
    this.#missing = new Set(chains);
    this.complete = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.reject = reject;
    });
  }

  answered(chain: number): void {
    this.#missing.delete(chain);
    if (this.#missing.size === 0) this.#resolve();
  }
}
