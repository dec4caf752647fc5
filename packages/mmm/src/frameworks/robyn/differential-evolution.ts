// Differential evolution toward a Pareto front: a population of points in the unit box that asks for errors and learns from them.
import type { RandomStream } from "@carryover/engine";
import { paretoFronts } from "./pareto.ts";
import { survivors } from "./survivors.ts";

/** A point and its errors, all to be small. */
export interface Member {
  readonly genes: Float64Array;
  readonly errors: ArrayLike<number>;
}

const POPULATION = 20;
const LEAST_STEP = 0.6;
const RENEWED = 0.3;

/**
 * The first generation is a Latin hypercube. A child goes from its parent toward a point of the first front and along the
 * difference of two others, each by a step drawn from [0.6, 1], in a run of genes between two points (nevergrad's "two
 * points"); what leaves the box ends on its side; three in ten have one gene drawn anew. Parents and children
 * compete for the next generation. Every number is from `stream`: the same stream gives the same points.
 */
export class DifferentialEvolution {
  readonly #genes: number;
  readonly #stream: RandomStream;
  #population: readonly Member[] = [];

  constructor(genes: number, stream: RandomStream) {
    this.#genes = genes;
    this.#stream = stream;
  }

  /** The points of the next generation. */
  ask(): readonly Float64Array[] {
    if (this.#population.length === 0) return this.#hypercube();
    const errors = this.#population.map((member) => member.errors);
    const front = paretoFronts(errors, 1)[0];
    return this.#population.map(({ genes }) => this.#child(genes, front));
  }

  /** Lets evaluated points compete with those before. */
  tell(children: readonly Member[]): void {
    const all = [...this.#population, ...children];
    const errors = all.map((member) => member.errors);
    this.#population = survivors(errors, POPULATION).map((index) => all[index]);
  }

  #hypercube(): Float64Array[] {
    const points = Array.from({ length: POPULATION }, () => new Float64Array(this.#genes));
    for (let gene = 0; gene < this.#genes; gene += 1) {
      const cells = Array.from({ length: POPULATION }, (_, cell) => cell);
      for (const point of points) {
        const [cell] = cells.splice(this.#below(cells.length), 1);
        point[gene] = (cell + this.#stream.uniform()) / POPULATION;
      }
    }
    return points;
  }

  #child(parent: Float64Array, front: readonly number[]): Float64Array {
    const population = this.#population;
    const leader = population[front[this.#below(front.length)]].genes;
    const first = population[this.#below(population.length)].genes;
    const second = population[this.#below(population.length)].genes;
    const toward = LEAST_STEP + (1 - LEAST_STEP) * this.#stream.uniform();
    const along = LEAST_STEP + (1 - LEAST_STEP) * this.#stream.uniform();
    const from = this.#below(this.#genes);
    const to = this.#below(this.#genes);
    const child = parent.slice();
    for (let gene = 0; gene < this.#genes; gene += 1) {
      const isBetween = from <= to ? gene >= from && gene <= to : gene >= from || gene <= to;
      if (!isBetween) continue;
      const moved = parent[gene] + toward * (leader[gene] - parent[gene]) + along * (first[gene] - second[gene]);
      child[gene] = Math.min(1, Math.max(0, moved));
    }
    if (this.#stream.uniform() < RENEWED) child[this.#below(this.#genes)] = this.#stream.uniform();
    return child;
  }

  /** A whole number from 0 to below `count`. */
  #below(count: number): number {
    return Math.floor(this.#stream.uniform() * count);
  }
}
