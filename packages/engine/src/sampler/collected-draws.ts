// The finished draws of all chains as they come home, and the labeled draws made of them.
import type { Draws } from "../draws/draws.ts";
import type { Posterior } from "../graph/log-density.ts";
import { elementCount } from "../math/shape.ts";
import { type ChainBlock, type ChainState, statisticNames } from "./chain-state.ts";

/** What is home of one chain; plain data. */
export interface CollectedChain {
  readonly finished: number;
  readonly records: Float64Array; // (finished, recordLength)
  readonly statistics: Float64Array; // (finished, statisticNames.length)
  /** The chain after its last draw; undefined when it was stopped before it began. */
  readonly state: ChainState | undefined;
}

interface Arriving {
  blocks: Pick<ChainBlock, "draws" | "records" | "statistics">[];
  finished: number;
  state: ChainState | undefined;
  /** Draws that were home when the state came: a chain goes on while others still report. */
  finishedAtState: number;
}

/**
 * A chain with less than a third of the longest is left out, lest it cost the others most of theirs. Chains that share a worker
 * may have half of what one has that is alone in its own.
 */
const leastShare = 3;

export class CollectedDraws {
  readonly #posterior: Posterior;
  readonly #chains: Arriving[];

  /** @param earlier  what was home before, of a run that goes on; one per chain */
  constructor(posterior: Posterior, chains: number, earlier: readonly CollectedChain[] | undefined) {
    this.#posterior = posterior;
    this.#chains = Array.from({ length: chains }, (_, chain) => {
      const known = earlier?.[chain];
      if (known === undefined) return { blocks: [], finished: 0, state: undefined, finishedAtState: 0 };
      const { finished, records, statistics, state } = known;
      return { blocks: [{ draws: finished, records, statistics }], finished, state, finishedAtState: finished };
    });
  }

  add({ chain, draws, records, statistics, state }: ChainBlock): void {
    const known = this.#chains[chain];
    if (draws > 0) known.blocks.push({ draws, records, statistics });
    known.finished += draws;
    if (state === undefined) return;
    known.state = state;
    known.finishedAtState = known.finished;
  }

  /** Draws that are home, by chain. */
  get finished(): readonly number[] {
    return this.#chains.map(({ finished }) => finished);
  }

  /** The latest state of each chain. */
  get states(): readonly (ChainState | undefined)[] {
    return this.#chains.map(({ state }) => state);
  }

  /** The chains as they were at their latest states, from which they can go on; copies. */
  chains(): CollectedChain[] {
    return this.#chains.map((chain) => {
      joinBlocks(chain);
      const [block] = chain.blocks;
      const finished = chain.finishedAtState;
      return {
        finished,
        records: block?.records.slice(0, finished * this.#posterior.recordLength) ?? new Float64Array(0),
        statistics: block?.statistics.slice(0, finished * statisticNames.length) ?? new Float64Array(0),
        state: chain.state,
      };
    });
  }

  /** Values of one element of the record: (chain, draw), of the first `draws` draws of every chain. */
  element(index: number, draws: number): Float64Array {
    const { recordLength } = this.#posterior;
    const values = new Float64Array(this.#chains.length * draws); // (chain, draw)
    for (const [c, { blocks }] of this.#chains.entries()) {
      let draw = 0;
      for (const { records, draws: length } of blocks) {
        for (let d = 0; d < length && draw < draws; d += 1, draw += 1) {
          values[c * draws + draw] = records[d * recordLength + index];
        }
      }
    }
    return values;
  }

  /**
   * The draws side by side: of chains with at least a third of the draws of the longest, cut to equal length.
   * @param limit  at most this many of each chain
   * @returns undefined when there is no draw yet
   */
  draws(limit: number = Number.POSITIVE_INFINITY): Draws | undefined {
    // What one chain has beyond the limit is dropped, and says nothing against the others.
    const longest = Math.min(limit, Math.max(...this.finished));
    const chains = this.#chains.filter(({ finished }) => finished > 0 && finished >= longest / leastShare);
    if (chains.length === 0) return undefined;
    const draws = Math.min(limit, ...chains.map(({ finished }) => finished));
    for (const chain of chains) joinBlocks(chain);
    return sideBySide(this.#posterior, chains, draws);
  }
}

/** Makes one block of many. */
function joinBlocks(chain: Arriving): void {
  if (chain.blocks.length <= 1) return;
  const joined = (parts: readonly Float64Array[]): Float64Array => {
    const whole = new Float64Array(parts.reduce((length, part) => length + part.length, 0));
    let start = 0;
    for (const part of parts) {
      whole.set(part, start);
      start += part.length;
    }
    return whole;
  };
  const records = joined(chain.blocks.map((block) => block.records));
  const statistics = joined(chain.blocks.map((block) => block.statistics));
  chain.blocks = [{ draws: chain.finished, records, statistics }];
}

function sideBySide(posterior: Posterior, chains: readonly Arriving[], draws: number): Draws {
  const column = (name: (typeof statisticNames)[number]): Float64Array => {
    const index = statisticNames.indexOf(name);
    const values = new Float64Array(chains.length * draws); // (chain, draw)
    chains.forEach(({ blocks: [{ statistics }] }, c) => {
      for (let d = 0; d < draws; d += 1) values[c * draws + d] = statistics[d * statisticNames.length + index];
    });
    return values;
  };
  return {
    chains: chains.length,
    draws,
    coordinates: posterior.coordinates,
    variables: posterior.variables.map(({ name, dims, shape, offset }) => {
      const size = elementCount(shape);
      const values = new Float64Array(chains.length * draws * size); // (chain, draw, ...shape)
      chains.forEach(({ blocks: [{ records }] }, c) => {
        for (let d = 0; d < draws; d += 1) {
          const start = d * posterior.recordLength + offset;
          values.set(records.subarray(start, start + size), (c * draws + d) * size);
        }
      });
      return { name, dims, shape, values };
    }),
    statistics: {
      logDensity: column("logDensity"),
      acceptanceRate: column("acceptanceRate"),
      divergent: Uint8Array.from(column("divergent")),
      energy: column("energy"),
      energyError: column("energyError"),
      stepSize: column("stepSize"),
      treeDepth: Uint8Array.from(column("treeDepth")),
      leapfrogs: Uint32Array.from(column("leapfrogs")),
      depthSaturated: Uint8Array.from(column("depthSaturated")),
    },
  };
}
