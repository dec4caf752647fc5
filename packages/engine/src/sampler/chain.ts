// One chain: start, warm-up, kept draws, one iteration at a time; between two iterations it is plain data.
import type { Posterior } from "../graph/log-density.ts";
import { openStream } from "../random/philox.ts";
import type { ResumableStream } from "../random/random-stream.ts";
import { type ChainBlock, type ChainStart, type ChainState, statisticNames } from "./chain-state.ts";
import { initialize } from "./initialize.ts";
import { openMetric, unitMetric } from "./metric.ts";
import { Nuts, type Transition } from "./nuts.ts";
import type { ChainProgress, SampleOptions } from "./options.ts";
import { Warmup } from "./warmup.ts";

/** Draws after which a block is full. Part of the reproducibility contract of `untilEss`, which is asked at these counts. */
export const drawsPerBlock = 100;

const noDraws = new Float64Array(0);

export class Chain {
  readonly #posterior: Posterior;
  readonly #chain: number;
  readonly #options: SampleOptions;
  readonly #streams: Readonly<Record<"momentum" | "tree" | "block", ResumableStream>>;
  readonly #nuts: Nuts;
  readonly #warmup: Warmup;
  readonly #keepsMetric: boolean;
  readonly #total: number;
  #iteration = 0;
  #finished = 0;
  #divergences = 0;
  #leapfrogs = 0;
  /** Draws that are not yet home. */
  #records = noDraws; // (drawsPerBlock, recordLength)
  #statistics = noDraws; // (drawsPerBlock, statisticNames.length)
  #waiting = 0;

  /** @throws SamplingError when no usable starting point is found */
  constructor(posterior: Posterior, chain: number, options: SampleOptions, start: ChainStart) {
    this.#posterior = posterior;
    this.#chain = chain;
    this.#options = options;
    this.#total = options.warmup + options.draws;
    const positions = start.kind === "resumed" ? start.state.streams : { momentum: 0, tree: 0, block: 0 };
    const open = (purpose: "momentum" | "tree" | "block"): ResumableStream =>
      openStream({ seed: options.seed, chain, purpose }, positions[purpose]);
    this.#streams = { momentum: open("momentum"), tree: open("tree"), block: open("block") };
    this.#nuts = new Nuts(posterior, unitMetric(options.metric, posterior.dim), {
      maxTreeDepth: options.maxTreeDepth,
      momentumStream: this.#streams.momentum,
      treeStream: this.#streams.tree,
    });
    this.#keepsMetric = start.kind === "warm" || (start.kind === "resumed" && start.state.keepsMetric);
    this.#warmup = new Warmup(this.#nuts, posterior.dim, options, !this.#keepsMetric);
    this.#begin(start);
  }

  get isDone(): boolean {
    return this.#iteration >= this.#total;
  }

  /** True when as many draws wait as a block holds. */
  get blockIsFull(): boolean {
    return this.#waiting > 0 && this.#finished % drawsPerBlock === 0;
  }

  /** Makes one iteration. */
  advance(): void {
    const nuts = this.#nuts;
    const transition = nuts.transition();
    if (this.#iteration < this.#options.warmup) this.#warmup.learn(this.#iteration, transition);
    else this.#keep(transition);
    this.#leapfrogs = transition.leapfrogs;
    this.#iteration += 1;
  }

  /** Hands over the draws that wait. */
  takeBlock(what: { readonly withState: boolean; readonly ended: boolean }): ChainBlock {
    const { recordLength } = this.#posterior;
    const draws = this.#waiting;
    const block: ChainBlock = {
      chain: this.#chain,
      first: this.#finished - draws,
      draws,
      // A full block's buffers go away as they are; a shorter one's are copied, for the rest of them is nobody's.
      records: draws === drawsPerBlock ? this.#records : this.#records.slice(0, draws * recordLength),
      statistics: draws === drawsPerBlock ? this.#statistics : this.#statistics.slice(0, draws * statisticNames.length),
      state: what.withState ? this.#state() : undefined,
      ended: what.ended,
    };
    this.#records = noDraws;
    this.#statistics = noDraws;
    this.#waiting = 0;
    return block;
  }

  progress(elapsedMs: number): ChainProgress {
    const { warmup } = this.#options;
    return {
      chain: this.#chain,
      phase: this.isDone ? "done" : this.#iteration < warmup ? "warmup" : "sampling",
      iteration: this.#iteration,
      total: this.#total,
      stepSize: this.#nuts.stepSize,
      divergences: this.#divergences,
      leapfrogs: this.#leapfrogs,
      elapsedMs,
    };
  }

  #begin(start: ChainStart): void {
    const nuts = this.#nuts;
    switch (start.kind) {
      case "fresh":
        initialize(nuts, this.#posterior, this.#chain, this.#options);
        this.#warmup.begin();
        break;
      case "warm":
        // Where the earlier position is impossible under the new data, a fresh one replaces it.
        if (!nuts.start(start.position)) initialize(nuts, this.#posterior, this.#chain, this.#options);
        nuts.setMetric(openMetric(start.metric));
        nuts.setStepSize(start.stepSize);
        this.#warmup.begin();
        break;
      case "resumed": {
        const { state } = start;
        nuts.start(state.position);
        nuts.setMetric(openMetric(state.metric));
        nuts.setStepSize(state.stepSize);
        nuts.gradientEvaluations = state.gradientEvaluations;
        if (state.warmup !== undefined) this.#warmup.restore(state.warmup);
        this.#iteration = state.iteration;
        this.#finished = start.finished;
        this.#divergences = state.divergences;
        break;
      }
    }
  }

  #keep(transition: Transition): void {
    const { recordLength } = this.#posterior;
    if (this.#waiting === 0) {
      this.#records = new Float64Array(drawsPerBlock * recordLength);
      this.#statistics = new Float64Array(drawsPerBlock * statisticNames.length);
    }
    this.#divergences += transition.divergent ? 1 : 0;
    const record = this.#records.subarray(this.#waiting * recordLength, (this.#waiting + 1) * recordLength);
    this.#posterior.record(this.#nuts.position, this.#streams.block, record);
    writeStatistics(this.#statistics, this.#waiting, transition, this.#nuts.stepSize);
    this.#waiting += 1;
    this.#finished += 1;
  }

  #state(): ChainState {
    const nuts = this.#nuts;
    const { momentum, tree, block } = this.#streams;
    return {
      iteration: this.#iteration,
      position: nuts.position.slice(),
      stepSize: nuts.stepSize,
      metric: nuts.metric.state,
      streams: { momentum: momentum.position, tree: tree.position, block: block.position },
      warmup: this.#iteration < this.#options.warmup ? this.#warmup.state : undefined,
      keepsMetric: this.#keepsMetric,
      divergences: this.#divergences,
      gradientEvaluations: nuts.gradientEvaluations,
    };
  }
}

function writeStatistics(statistics: Float64Array, draw: number, transition: Transition, stepSize: number): void {
  const values: Record<(typeof statisticNames)[number], number> = {
    logDensity: transition.logDensity,
    acceptanceRate: transition.acceptanceRate,
    divergent: transition.divergent ? 1 : 0,
    energy: transition.energy,
    energyError: transition.energyError,
    stepSize,
    treeDepth: transition.treeDepth,
    leapfrogs: transition.leapfrogs,
    depthSaturated: transition.depthSaturated ? 1 : 0,
  };
  statisticNames.forEach((name, column) => {
    statistics[draw * statisticNames.length + column] = values[name];
  });
}
