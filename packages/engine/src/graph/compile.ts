// Turns a graph into a posterior on the whole real line, with what is linear and Gaussian integrated out.
import { bijectionFor } from "../distributions/bijection.ts";
import type { Bijection, DistributionFamily } from "../distributions/distribution.ts";
import { SamplingError } from "../errors.ts";
import type { RandomStream } from "../random/random-stream.ts";
import { type GraphBuilder, type Node, type ParameterNode, priorNodes } from "./graph.ts";
import type { Posterior, RecordedVariable } from "./log-density.ts";
import { type MarginalizedObservation, marginalize } from "./marginalize.ts";
import { normalLikelihood } from "./normal-likelihood.ts";
import { Program } from "./program.ts";

export interface CompileOptions {
  /** Integrate out conditionally linear-Gaussian parameters. On by default; off to check that both agree. */
  readonly marginalize: boolean;
}

/** One scalar that the sampler moves: its place in its parameter, its bijection, its prior. */
interface FreeElement {
  readonly value: Float64Array;
  readonly adjoint: Float64Array | null;
  readonly index: number;
  readonly bijection: Bijection;
  readonly family: DistributionFamily;
  /** Numbers, refreshed before use where the prior's parameters are nodes. */
  readonly args: Float64Array;
  readonly argValues: readonly (Float64Array | null)[];
  readonly argAdjoints: readonly (Float64Array | null)[];
  readonly priorDerivatives: Float64Array;
  /** [x, dx/du, log|dx/du|, d log|dx/du| / du] of the latest evaluation. */
  readonly mapped: Float64Array;
}

/** @throws SamplingError when nothing is left to sample, or a prior depends on what is not a parameter */
export function compile(graph: GraphBuilder, options: Partial<CompileOptions> = {}): Posterior {
  const collapsed: MarginalizedObservation[] = [];
  const terms: Node[] = [...graph.factors];
  for (const observation of [...graph.observations]) {
    const block = options.marginalize === false ? undefined : marginalize(graph, observation);
    if (block === undefined) {
      terms.push(graph.apply(normalLikelihood(observation.values), observation.mean, observation.sd));
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
  const program = new Program([
    ...terms,
    ...graph.parameters.filter((each) => !integrated.has(each)),
    ...graph.parameters.flatMap((parameter) => parameter.priors.flatMap(priorNodes)),
  ]);
  return new CompiledPosterior(graph, program, free, terms, collapsed);
}

class CompiledPosterior implements Posterior {
  readonly dim: number;
  readonly variables: readonly RecordedVariable[];
  readonly coordinates: Readonly<Record<string, readonly string[]>>;
  readonly recordLength: number;
  readonly #program: Program;
  readonly #elements: readonly FreeElement[];
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
    this.#terms = terms;
    this.#collapsed = collapsed;
    this.#freeParameters = free;
    this.#elements = free.flatMap((parameter) =>
      Array.from({ length: parameter.length }, (_, index) => freeElement(program, parameter, index)),
    );
    this.dim = this.#elements.length;
    this.coordinates = graph.coordinates;
    let offset = 0;
    this.variables = graph.parameters.map((parameter) => {
      const { name, dims, shape } = parameter;
      const variable = { name, dims, shape, offset };
      this.#offsets.set(parameter, offset);
      offset += parameter.length;
      return variable;
    });
    this.recordLength = offset;
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
    for (const element of this.#elements) logDensity += addPrior(element);
    program.backward();
    for (let i = 0; i < this.#elements.length; i += 1) {
      const { mapped, priorDerivatives, adjoint, index } = this.#elements[i];
      gradient[i] = ((adjoint?.[index] ?? 0) + priorDerivatives[0]) * mapped[1] + mapped[3];
    }
    return logDensity;
  }

  initialPosition(stream: RandomStream): Float64Array {
    const position = new Float64Array(this.dim);
    this.#elements.forEach((element, i) => {
      // A prior whose parameters are themselves parameters is drawn with those drawn before it.
      this.#program.forward();
      refreshArgs(element);
      const value = element.family.sample(stream, element.args);
      element.value[element.index] = value;
      position[i] = element.bijection.inverse(value);
    });
    return position;
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
    for (let i = 0; i < this.#elements.length; i += 1) {
      const { bijection, mapped, value, index } = this.#elements[i];
      bijection.forward(position[i], mapped);
      value[index] = mapped[0];
      logJacobian += mapped[2];
    }
    this.#program.forward();
    return logJacobian;
  }
}

function freeElement(program: Program, parameter: ParameterNode, index: number): FreeElement {
  const { family, args } = parameter.priors[index];
  const isFixed = args.every((arg) => typeof arg === "number");
  const numbers = Float64Array.from(args, (arg) => (typeof arg === "number" ? arg : Number.NaN));
  return {
    value: program.value(parameter),
    adjoint: program.adjoint(parameter),
    index,
    bijection:
      parameter.coordinate === "prior" && isFixed && family.fromStandardNormal !== undefined
        ? family.fromStandardNormal(numbers)
        : bijectionFor(family.support(numbers)),
    family,
    args: numbers,
    argValues: args.map((arg) => (typeof arg === "number" ? null : program.value(arg))),
    argAdjoints: args.map((arg) => (typeof arg === "number" ? null : program.adjoint(arg))),
    // Room for ∂/∂x alone says that nobody asks for the derivatives by the parameters.
    priorDerivatives: new Float64Array(isFixed ? 1 : 1 + args.length),
    mapped: new Float64Array(4),
  };
}

function refreshArgs({ args, argValues }: FreeElement): void {
  for (let a = 0; a < args.length; a += 1) {
    const value = argValues[a];
    if (value !== null) args[a] = value[0];
  }
}

/** The prior's log density; its derivatives with respect to node arguments go into their adjoints. */
function addPrior(element: FreeElement): number {
  const { family, mapped, args, argAdjoints, priorDerivatives } = element;
  refreshArgs(element);
  const logDensity = family.logDensity(mapped[0], args, priorDerivatives);
  for (let a = 0; a < args.length; a += 1) {
    const adjoint = argAdjoints[a];
    if (adjoint !== null) adjoint[0] += priorDerivatives[1 + a];
  }
  return logDensity;
}
