// The chains of one thread: they take turns, and pause often enough for their host to report, pause and stop them.
import type { Posterior } from "../graph/log-density.ts";
import { Chain } from "./chain.ts";
import type { ChainBlock, ChainStart } from "./chain-state.ts";
import type { ChainControl } from "./control.ts";
import type { ChainProgress, SampleOptions } from "./options.ts";

/** One chain to run: its number, and how it begins. */
export interface ChainTask {
  readonly chain: number;
  readonly start: ChainStart;
}

export interface ChainHost {
  onProgress(progress: ChainProgress): void;
  onBlock(block: ChainBlock): void;
}

/** Time between pauses; long against a timer's delay, short against a person's patience. */
const pauseEveryMs = 100;
/** A chain's turn: few, so that chains stay abreast and a stop finds all of them with as many draws. */
const iterationsPerTurn = 10;

/**
 * Runs chains to their end, or until they are stopped. Each chain's last block says so.
 * @throws SamplingError when a chain finds no usable starting point
 */
export async function runChains(
  posterior: Posterior,
  tasks: readonly ChainTask[],
  options: SampleOptions,
  control: ChainControl,
  host: ChainHost,
): Promise<void> {
  const clock = new PauseClock();
  let running: RunningChain[] = [];
  for (const task of tasks) {
    if (control.stopRequested) {
      host.onBlock(neverStarted(task));
      continue;
    }
    const startedMs = performance.now();
    host.onProgress(initializing(task, options));
    running.push({ chain: new Chain(posterior, task.chain, options, task.start), startedMs });
    if (clock.isOver) await clock.pause();
  }
  while (running.length > 0) {
    for (const { chain } of running) {
      for (let turn = 0; turn < iterationsPerTurn && !chain.isDone && !control.stopRequested; turn += 1) {
        chain.advance();
        if (chain.blockIsFull && !chain.isDone) host.onBlock(chain.takeBlock({ withState: false, ended: false }));
        if (!clock.isOver) continue;
        for (const each of running)
          if (!each.chain.isDone) host.onProgress(each.chain.progress(performance.now() - each.startedMs));
        await clock.pause();
        await obey(running, control, host);
      }
    }
    const ended = running.filter(({ chain }) => control.stopRequested || chain.isDone);
    for (const { chain, startedMs } of ended) {
      host.onBlock(chain.takeBlock({ withState: true, ended: true }));
      host.onProgress({ ...chain.progress(performance.now() - startedMs), phase: "done" });
    }
    running = running.filter((each) => !ended.includes(each));
  }
}

interface RunningChain {
  readonly chain: Chain;
  readonly startedMs: number;
}

/** Says when a pause is due, and lets timers and messages have their turn. */
class PauseClock {
  #sinceMs = performance.now();

  get isOver(): boolean {
    return performance.now() - this.#sinceMs > pauseEveryMs;
  }

  async pause(): Promise<void> {
    await new Promise<void>((resolve) => setTimeout(resolve, 0));
    this.#sinceMs = performance.now();
  }
}

/** Answers a report, and waits for as long as the chains are to pause. */
async function obey(running: readonly RunningChain[], control: ChainControl, host: ChainHost): Promise<void> {
  for (;;) {
    if (control.takeReportRequest()) {
      for (const { chain } of running) host.onBlock(chain.takeBlock({ withState: true, ended: false }));
    }
    if (!control.isPaused) return;
    await control.nextCommand();
  }
}

function initializing({ chain, start }: ChainTask, { warmup, draws }: SampleOptions): ChainProgress {
  const iteration = start.kind === "resumed" ? start.state.iteration : 0;
  const total = warmup + draws;
  return { chain, phase: "initializing", iteration, total, stepSize: 1, divergences: 0, leapfrogs: 0, elapsedMs: 0 };
}

/** The last word of a chain that was stopped before it began: as it was left, if it was. */
function neverStarted({ chain, start }: ChainTask): ChainBlock {
  const resumed = start.kind === "resumed" ? start : undefined;
  return {
    chain,
    first: resumed?.finished ?? 0,
    draws: 0,
    records: new Float64Array(0),
    statistics: new Float64Array(0),
    state: resumed?.state,
    ended: true,
  };
}
