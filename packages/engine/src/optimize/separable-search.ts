// Branch and bound over the few terms of a separable problem whose best choices jump with the price.
import { orderEqualTerms } from "./equal-terms.ts";
import type { SeparableOptions } from "./separable-problem.ts";
import type { SeparablePart, SeparableRelaxation } from "./separable-relaxation.ts";
import type { PricedTerm } from "./term-maximum.ts";

/** What the search needs to know of budget and constraints. */
export interface SearchedProblem {
  readonly terms: readonly PricedTerm[];
  readonly equal: readonly number[][];
  /** A bound on a part; undefined when the part holds no point that keeps the constraints. */
  relax(part: SeparablePart, prices: Float64Array | undefined): SeparableRelaxation | undefined;
  /** The best allowed point that local means find near `start`; undefined when none is. */
  improve(start: Float64Array): { readonly x: Float64Array; readonly value: number } | undefined;
}

export interface SearchResult {
  /** Undefined when no allowed point was found. */
  readonly best: { readonly x: Float64Array; readonly value: number } | undefined;
  readonly upperBound: number;
  /** Of the first relaxation. */
  readonly prices: Float64Array;
  readonly nodes: number;
  readonly stopped: boolean;
}

interface OpenNode {
  readonly part: SeparablePart;
  readonly bound: number;
  readonly prices: Float64Array;
  /** The term to split and where. */
  readonly term: number;
  readonly at: number;
}

/** Parts whose relaxations' every start is tried; later ones try the first only. */
const thoroughNodes = 32;

/** Ranges of less than this share of a term's own are not split. */
const leastShare = 1e-9;

/** Splits the part with the highest bound until none can beat the best point by more than the asked gap. */
export function searchSeparable(problem: SearchedProblem, options: SeparableOptions): SearchResult {
  return new Search(problem, options).run();
}

class Search {
  readonly #problem: SearchedProblem;
  readonly #options: SeparableOptions;
  readonly #open: OpenNode[] = [];
  readonly #deadline: number;
  #best: { readonly x: Float64Array; readonly value: number } | undefined;
  #nodes = 0;
  /** The highest bound of parts that were given up as good enough or cannot be split further. */
  #settled = Number.NEGATIVE_INFINITY;

  constructor(problem: SearchedProblem, options: SeparableOptions) {
    this.#problem = problem;
    this.#options = options;
    this.#deadline =
      options.maxMilliseconds === Number.POSITIVE_INFINITY
        ? Number.POSITIVE_INFINITY
        : performance.now() + options.maxMilliseconds;
  }

  run(): SearchResult {
    const first = this.#visit(wholePart(this.#problem.terms), undefined, Number.POSITIVE_INFINITY);
    let stopped = false;
    while (this.#open.length > 0) {
      if (this.#options.signal?.aborted === true) {
        stopped = true;
        break;
      }
      if (this.#nodes >= this.#options.maxNodes || performance.now() > this.#deadline) break;
      const node = takeHighest(this.#open);
      if (this.#isGoodEnough(node.bound)) {
        this.#settled = Math.max(this.#settled, node.bound);
        break;
      }
      for (const part of split(this.#problem.terms, node)) this.#visit(part, node.prices, node.bound);
    }
    const open = this.#open.reduce((highest, { bound }) => Math.max(highest, bound), Number.NEGATIVE_INFINITY);
    const value = this.#best?.value ?? Number.NEGATIVE_INFINITY;
    return {
      best: this.#best,
      upperBound: Math.max(open, this.#settled, value),
      prices: first ?? new Float64Array(0),
      nodes: this.#nodes,
      stopped,
    };
  }

  #isGoodEnough(bound: number): boolean {
    if (this.#best === undefined) return false;
    return (
      bound - this.#best.value <= this.#options.relativeGap * Math.max(Math.abs(bound), Math.abs(this.#best.value))
    );
  }

  /** Bounds a part, tries its starts, and keeps it open when it may hold something better. */
  #visit(part: SeparablePart, prices: Float64Array | undefined, above: number): Float64Array | undefined {
    if (!orderEqualTerms(this.#problem.equal, part)) return undefined;
    this.#nodes += 1;
    const relaxation = this.#problem.relax(part, prices);
    if (relaxation === undefined) return undefined;
    const bound = Math.min(relaxation.bound, above);
    if (this.#isGoodEnough(bound)) {
      if (this.#best !== undefined && bound > this.#best.value) this.#settled = Math.max(this.#settled, bound);
      return relaxation.prices;
    }
    const starts = this.#nodes <= thoroughNodes ? relaxation.starts : relaxation.starts.slice(0, 1);
    for (const start of starts) {
      const found = this.#problem.improve(start);
      if (found !== undefined && !(found.value <= (this.#best?.value ?? Number.NEGATIVE_INFINITY))) this.#best = found;
    }
    const branch = widestGap(this.#problem.terms, part, relaxation);
    if (branch === undefined || this.#isGoodEnough(bound)) this.#settled = Math.max(this.#settled, bound);
    else addToHeap(this.#open, { part, bound, prices: relaxation.prices, ...branch });
    return relaxation.prices;
  }
}

function wholePart(terms: readonly PricedTerm[]): SeparablePart {
  const low = Float64Array.from(terms, ({ shape }) => (shape.mayBeUnused ? 0 : shape.lower));
  const high = Float64Array.from(terms, ({ shape }) => shape.upper);
  return {
    low,
    high,
    lowValue: low.map((x, i) => terms[i].at(x).value),
    highValue: high.map((x, i) => terms[i].at(x).value),
  };
}

/** The term whose mixed value exceeds its true one by most at the relaxation's point; where all agree, the one with the widest range. */
function widestGap(
  terms: readonly PricedTerm[],
  part: SeparablePart,
  relaxation: SeparableRelaxation,
): { term: number; at: number } | undefined {
  let [term, widest] = [-1, 0];
  for (let i = 0; i < terms.length; i += 1) {
    const x = relaxation.x[i];
    if (!(x > part.low[i] && x < part.high[i])) continue;
    const [below, above] = terms[i].neighbors(x, part.low[i], part.high[i]);
    const gap =
      relaxation.mixedValue[i] -
      (below === above ? terms[i].at(x).value : Math.min(terms[i].at(below).value, terms[i].at(above).value));
    if (below !== above && gap <= 0 && widest === 0) [term, widest] = [i, Number.MIN_VALUE];
    if (gap > widest && gap > 1e-15 * terms[i].scale) [term, widest] = [i, gap];
  }
  return term < 0 ? widestRange(terms, part) : { term, at: relaxation.x[term] };
}

/** Split in its middle; undefined when no term can move any more. */
function widestRange(terms: readonly PricedTerm[], part: SeparablePart): { term: number; at: number } | undefined {
  let [term, widest] = [-1, leastShare];
  for (let i = 0; i < terms.length; i += 1) {
    const { lower, upper } = terms[i].shape;
    const share = (part.high[i] - part.low[i]) / (upper - Math.min(0, lower) || 1);
    if (share > widest) [term, widest] = [i, share];
  }
  return term < 0 ? undefined : { term, at: (part.low[term] + part.high[term]) / 2 };
}

function split(terms: readonly PricedTerm[], { part, term, at }: OpenNode): SeparablePart[] {
  const [below, above] = terms[term].neighbors(at, part.low[term], part.high[term]);
  const left = copyPart(part);
  left.high[term] = below;
  left.highValue[term] = terms[term].at(below).value;
  const right = copyPart(part);
  right.low[term] = above;
  right.lowValue[term] = terms[term].at(above).value;
  return [left, right];
}

function copyPart(part: SeparablePart): SeparablePart {
  return {
    low: Float64Array.from(part.low),
    high: Float64Array.from(part.high),
    lowValue: Float64Array.from(part.lowValue),
    highValue: Float64Array.from(part.highValue),
  };
}

/** A binary heap with the highest bound on top. */
function addToHeap(heap: OpenNode[], node: OpenNode): void {
  let place = heap.length;
  heap.push(node);
  while (place > 0) {
    const above = (place - 1) >> 1;
    if (heap[above].bound >= node.bound) break;
    heap[place] = heap[above];
    place = above;
  }
  heap[place] = node;
}

function takeHighest(heap: OpenNode[]): OpenNode {
  const top = heap[0];
  const last = heap.pop() as OpenNode;
  if (heap.length === 0) return top;
  let place = 0;
  for (;;) {
    let child = 2 * place + 1;
    if (child >= heap.length) break;
    if (child + 1 < heap.length && heap[child + 1].bound > heap[child].bound) child += 1;
    if (heap[child].bound <= last.bound) break;
    heap[place] = heap[child];
    place = child;
  }
  heap[place] = last;
  return top;
}
