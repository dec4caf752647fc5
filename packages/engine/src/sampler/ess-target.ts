// Early stop: whether every parameter has as many effective draws as were wanted.
import { essBulk } from "../diagnostics/effective-sample-size.ts";
import { drawsPerBlock } from "./chain.ts";
import type { CollectedDraws } from "./collected-draws.ts";

/** Why sampling ended before all asked draws were made. */
export interface EssReached {
  readonly wanted: number;
  /** Smallest bulk ESS over all scalars. */
  readonly ess: number;
  /** Draws per chain that were kept. */
  readonly draws: number;
}

/**
 * Decides at 100, 200, … draws of every chain, on exactly those draws: hence the same seed stops at the same draw, however the
 * chains are spread over threads. What chains have drawn beyond is dropped.
 */
export class EssTarget {
  readonly #wanted: number;
  readonly #chains: number;
  readonly #elements: number;
  /** The next number of draws to decide at. */
  #draws = drawsPerBlock;
  /** The scalar that was short last time, and probably is still. */
  #shortest = 0;

  /** @param elements  scalars in a record */
  constructor(wanted: number, chains: number, elements: number) {
    this.#wanted = wanted;
    this.#chains = chains;
    this.#elements = elements;
  }

  /** Looks at what has come home since. */
  consider(collected: CollectedDraws): EssReached | undefined {
    const finished = Math.min(...collected.finished);
    for (; this.#draws <= finished; this.#draws += drawsPerBlock) {
      const ess = this.#smallest(collected, this.#draws);
      if (ess !== undefined) return { wanted: this.#wanted, ess, draws: this.#draws };
    }
    return undefined;
  }

  /** The smallest ESS, or undefined at the first that is too small: most decisions look at one scalar only. */
  #smallest(collected: CollectedDraws, draws: number): number | undefined {
    let smallest = Number.POSITIVE_INFINITY;
    for (let step = 0; step < this.#elements; step += 1) {
      const element = (this.#shortest + step) % this.#elements;
      const ess = essBulk(collected.element(element, draws), { chains: this.#chains, draws });
      if (!(ess >= this.#wanted)) {
        this.#shortest = element;
        return undefined;
      }
      smallest = Math.min(smallest, ess);
    }
    return smallest;
  }
}
