// Turns a graph into a posterior on the whole real line, with what is linear and Gaussian integrated out.
import { SamplingError } from "../errors.ts";
import { openBestKernels } from "../kernels/best.ts";
import type { Kernels, OpenKernels } from "../kernels/kernels.ts";
import type { RandomStream } from "../random/random-stream.ts";
import {
  addPrior,
  drawFromPrior,
  type FreeElement,
  freeElement,
  hasFixedPrior,
  moveTo,
  positionGradient,
  positionOf,
} from "./free-element.ts";
import { type GraphBuilder, type Node, type ParameterNode, priorNodes, shiftNodes } from "./graph.ts";
import { joinScaledGroups } from "./join-scaled-groups.ts";
import type { Posterior, RecordedVariable } from "./log-density.ts";
import { type MarginalizedObservation, marginalize } from "./marginalize.ts";
import { NormalBlock } from "./normal-block.ts";
import { normalLikelihood } from "./normal-likelihood.ts";
import { inOrder, Program } from "./program.ts";

export interface CompileOptions {
  /** Integrate out conditionally linear-Gaussian parameters. On by default; off to check that both agree. */
  readonly marginalize: boolean;
  /** Who carries out the inner loops; the fastest that this host has by default. */
  readonly kernels: OpenKernels;
}

/** @throws SamplingError when nothing is left to sample, or a coordinate is shifted by what depends on such a coordinate */
export function compile(graph: GraphBuilder, options: Partial<CompileOptions> = {}): Posterior {
  const collapsed: MarginalizedObservation[] = [];
  const terms: Node[] = [...graph.factors];
  for (const observation of [...graph.observations]) {
    const block = options.marginalize === false ? undefined : marginalize(graph, observation);
    if (block === undefined) {
      const mean = joinScaledGroups(graph, observation.mean);
      terms.push(graph.apply(normalLikelihood(observation.values), mean, observation.sd));
    } else {
      collapsed.push(block);
      terms.push(block.logDensity);
    }
  }
  const integrated = new Set(collapsed.flatMap(({ block }) => block.map(({ parameter }) => parameter)));
  const free = graph.parameters.filter((parameter) => !integrated.has(parameter));
  if (free.length === 0) {
    throw new SamplingError("every parameter can be integrated out exactly; fix the noise or sample nothing");
  }
  const shifts = free.flatMap(shiftNodes);
  const circular = inOrder(shifts).find((node) => node.kind === "parameter" && shiftNodes(node).length > 0);
  if (circular?.kind === "parameter") {
    throw new SamplingError(
      `a coordinate is shifted by what depends on "${circular.name}", whose own coordinate is shifted`,
    );
  }
  const roots = [...terms, ...free, ...graph.parameters.flatMap(({ priors }) => priors.flatMap(priorNodes))];
  const program = new Program(roots, options.kernels ?? openBestKernels, shifts);
  return new CompiledPosterior(graph, program, free, terms, collapsed);
}

class CompiledPosterior implements Posterior {
  readonly dim: number;
  readonly variables: readonly RecordedVariable[];
  readonly coordinates: Readonly<Record<string, readonly string[]>>;
  readonly recordLength: number;
  readonly kernels: Kernels["kind"];
  readonly #program: Program;
  /** In the order of their positions; those with a coordinate of their own, and those with a shifted one. */
  readonly #elements: readonly FreeElement[];
  readonly #unshifted: readonly number[];
  /** All elements but those of blocks, which come by themselves. */
  readonly #single: readonly number[];
  readonly #normalBlocks: readonly NormalBlock[];
  readonly #shifted: readonly number[];
  readonly #terms: readonly Node[];
  readonly #collapsed: readonly MarginalizedObservation[];
  readonly #offsets = new Map<ParameterNode, number>();
  readonly #freeParameters: readonly ParameterNode[];
  readonly #blocks: readonly Float64Array[];

  constructor(
    graph: GraphBuilder,
    program: Program,
    free: readonly ParameterNode[],
    terms: readonly Node[],
    collapsed: readonly MarginalizedObservation[],
  ) {
    this.#program = program;
    this.kernels = program.kernels.kind;
    this.#terms = terms;
    this.#collapsed = collapsed;
    this.#freeParameters = free;
    this.#elements = free.flatMap((parameter) =>
      Array.from({ length: parameter.length }, (_, index) => freeElement(program, parameter, index)),
    );
    this.dim = this.#elements.length;
    let offset = 0;
    const inBlocks = new Set<number>();
    this.#normalBlocks = free.flatMap((parameter) => {
      const block = NormalBlock.of(program, parameter, offset);
      if (block !== undefined) for (let i = 0; i < parameter.length; i += 1) inBlocks.add(offset + i);
      offset += parameter.length;
      return block === undefined ? [] : [block];
    });
    const places = this.#elements.map((_, index) => index).filter((index) => !inBlocks.has(index));
    this.#single = places;
    this.#unshifted = places.filter((index) => this.#elements[index].shift === null);
    this.#shifted = places.filter((index) => this.#elements[index].shift !== null);
    this.coordinates = graph.coordinates;
    let start = 0;
    this.variables = graph.parameters.map((parameter) => {
      const { name, dims, shape } = parameter;
      const variable = { name, dims, shape, offset: start };
      this.#offsets.set(parameter, start);
      start += parameter.length;
      return variable;
    });
    this.recordLength = start;
    this.#blocks = collapsed.map(
      ({ block }) => new Float64Array(1 + Math.max(...block.flatMap((each) => each.places))),
    );
  }

  evaluate(position: Float64Array, gradient: Float64Array): number {
    const program = this.#program;
    let logDensity = this.#forward(position);
    program.clearAdjoints();
    for (const term of this.#terms) {
      logDensity += program.value(term)[0];
      const adjoint = program.adjoint(term);
      if (adjoint !== null) adjoint[0] = 1;
    }
    for (let i = 0; i < this.#single.length; i += 1) logDensity += addPrior(this.#elements[this.#single[i]]);
    for (let i = 0; i < this.#normalBlocks.length; i += 1) logDensity += this.#normalBlocks[i].logPrior();
    program.backwardLate();
    for (let i = 0; i < this.#shifted.length; i += 1) {
      const index = this.#shifted[i];
      gradient[index] = positionGradient(this.#elements[index]);
    }
    program.backwardEarly();
    for (let i = 0; i < this.#unshifted.length; i += 1) {
      const index = this.#unshifted[i];
      gradient[index] = positionGradient(this.#elements[index]);
    }
    for (let i = 0; i < this.#normalBlocks.length; i += 1) this.#normalBlocks[i].gradient(gradient);
    return logDensity;
  }

  initialPosition(stream: RandomStream): Float64Array {
    for (const element of this.#elements) {
      // A prior whose parameters are themselves parameters is drawn with those drawn before it.
      if (!hasFixedPrior(element)) this.#program.forward();
      drawFromPrior(element, stream);
    }
    this.#program.forward();
    return Float64Array.from(this.#elements, positionOf);
  }

  record(position: Float64Array, stream: RandomStream, record: Float64Array): void {
    this.#forward(position);
    for (const parameter of this.#freeParameters) {
      record.set(this.#program.value(parameter), this.#offsets.get(parameter));
    }
    this.#collapsed.forEach(({ operation, block }, b) => {
      const drawn = this.#blocks[b];
      operation.drawBlock(stream, drawn);
      for (const { parameter, places } of block) {
        const offset = this.#offsets.get(parameter) ?? 0;
        places.forEach((place, index) => {
          record[offset + index] = drawn[place];
        });
      }
    });
  }

  /** Writes the parameters' values and runs the program. Returns Σ log|dx/du|. */
  #forward(position: Float64Array): number {
    let logJacobian = 0;
    for (let i = 0; i < this.#normalBlocks.length; i += 1) this.#normalBlocks[i].moveTo(position);
    for (let i = 0; i < this.#unshifted.length; i += 1) {
      const index = this.#unshifted[i];
      logJacobian += moveTo(this.#elements[index], position[index]);
    }
    this.#program.forwardEarly();
    for (let i = 0; i < this.#shifted.length; i += 1) {
      const index = this.#shifted[i];
      logJacobian += moveTo(this.#elements[index], position[index]);
    }
    this.#program.forwardLate();
    return logJacobian;
  }
}
