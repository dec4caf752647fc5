// A model as a static graph: parameters with priors, constants, operations on them, and what is observed.
import type { DistributionFamily } from "../distributions/distribution.ts";
import { referenceKernels } from "../kernels/reference.ts";
import { elementCount } from "../math/shape.ts";
import type { Operation } from "./operation.ts";

/** A vector-valued node; a scalar is a vector of length one. */
export type Node = ConstantNode | ParameterNode | OperationNode;

interface NodeBase {
  readonly id: number;
  readonly length: number;
}

export interface ConstantNode extends NodeBase {
  readonly kind: "constant";
  readonly values: Float64Array;
}

export interface ParameterNode extends NodeBase {
  readonly kind: "parameter";
  readonly name: string;
  readonly dims: readonly string[];
  readonly shape: readonly number[];
  /** One prior per element. */
  readonly priors: readonly Prior[];
  readonly coordinate: Coordinate;
}

/**
 * On what scale the sampler moves a parameter: `support`, the logarithm of a positive one, the logit of a share; or `prior`,
 * the scale on which its prior is a standard normal, where the family has one. The second suits a parameter that the data
 * may leave to its prior, down to values near zero: a logarithm would stretch those over a long exponential tail.
 *
 * `{ shiftedBy }`: the scale of the support, shifted by a node of the same length that may depend on other parameters. For a
 * positive parameter shifted by log s that is the logarithm of its product with s: the one for a coefficient of which the
 * data know its product with the height of a curve. The posterior is the same; the ridge between both is out of the way.
 */
type Coordinate = "support" | "prior" | { readonly shiftedBy: Node };

export interface OperationNode extends NodeBase {
  readonly kind: "operation";
  readonly operation: Operation;
  readonly inputs: readonly Node[];
}

/** A distribution family whose parameters are numbers, or scalar nodes of the graph (a hierarchy). */
export interface Prior {
  readonly family: DistributionFamily;
  readonly args: readonly (number | Node)[];
}

/** Observed values, normal around a mean. */
export interface NormalObservation {
  readonly name: string;
  readonly values: Float64Array;
  readonly mean: Node;
  /** One for all values, or one for each. */
  readonly sd: Node;
}

export interface Graph {
  readonly parameters: readonly ParameterNode[];
  /** Vectors that whoever evaluates the graph gives; none in a graph that is sampled. */
  readonly inputs: readonly ParameterNode[];
  readonly observations: readonly NormalObservation[];
  /** Terms of the log density besides priors and observations, each of length one. */
  readonly factors: readonly Node[];
  /** Labels of the dimensions named by parameters. */
  readonly coordinates: Readonly<Record<string, readonly string[]>>;
}

export interface ParameterOptions {
  /** One prior for all elements, or one per element. */
  readonly prior: Prior | readonly Prior[];
  /** Dimension names, each with labels declared through `dimension`; none for a scalar. */
  readonly dims?: readonly string[];
  /** `support` by default. */
  readonly coordinate?: Coordinate;
}

/** Builds a graph node by node; what is made of constants alone is computed at once. */
export class GraphBuilder implements Graph {
  readonly parameters: ParameterNode[] = [];
  readonly inputs: ParameterNode[] = [];
  readonly observations: NormalObservation[] = [];
  readonly factors: Node[] = [];
  readonly coordinates: Record<string, readonly string[]> = {};
  #nextId = 0;

  /** Declares a dimension and its labels. @throws RangeError when it is declared twice. */
  dimension(name: string, labels: readonly string[]): void {
    if (name in this.coordinates) throw new RangeError(`dimension "${name}" is declared twice`);
    this.coordinates[name] = labels;
  }

  constant(values: Float64Array | number): ConstantNode {
    const vector = typeof values === "number" ? Float64Array.of(values) : values;
    return { kind: "constant", id: this.#id(), length: vector.length, values: vector };
  }

  /** @throws RangeError for a name used twice, an undeclared dimension, or a wrong number of priors. */
  parameter(name: string, { prior, dims = [], coordinate = "support" }: ParameterOptions): ParameterNode {
    if (this.parameters.some((each) => each.name === name)) {
      throw new RangeError(`parameter "${name}" is declared twice`);
    }
    const shape = dims.map((dim) => {
      const labels = this.coordinates[dim];
      if (labels === undefined) throw new RangeError(`parameter "${name}": dimension "${dim}" is not declared`);
      return labels.length;
    });
    const length = elementCount(shape);
    const priors = isPriorList(prior) ? prior : Array.from({ length }, () => prior);
    if (priors.length !== length) {
      throw new RangeError(`parameter "${name}" has ${length} elements but ${priors.length} priors`);
    }
    if (typeof coordinate !== "string" && coordinate.shiftedBy.length !== length) {
      throw new RangeError(
        `parameter "${name}" has ${length} elements but a coordinate shifted by ${coordinate.shiftedBy.length}`,
      );
    }
    const node: ParameterNode = { kind: "parameter", id: this.#id(), length, name, dims, shape, priors, coordinate };
    this.parameters.push(node);
    return node;
  }

  /**
   * A vector without a prior, to be given at every evaluation: what is asked "what if" about. Not a parameter: a graph that
   * has one can be evaluated, not sampled.
   */
  input(name: string, length: number): ParameterNode {
    const node: ParameterNode = {
      kind: "parameter",
      id: this.#id(),
      length,
      name,
      dims: [],
      shape: [length],
      priors: [],
      coordinate: "support",
    };
    this.inputs.push(node);
    return node;
  }

  /** Applies an operation. @throws RangeError when the lengths of the inputs do not fit it. */
  apply(operation: Operation, ...inputs: readonly Node[]): Node {
    const lengths = inputs.map((input) => input.length);
    const length = operation.outputLength(lengths);
    if (inputs.every((input) => input.kind === "constant")) {
      const output = new Float64Array(length);
      const scratch = new Float64Array(operation.scratchLength?.(lengths) ?? 0);
      operation.forward(
        inputs.map((input) => input.values),
        output,
        scratch,
        referenceKernels,
      );
      return this.constant(output);
    }
    return { kind: "operation", id: this.#id(), length, operation, inputs };
  }

  /** States that `values` were observed, normal around `mean`. @throws RangeError for wrong lengths or a name used twice. */
  observeNormal(observation: NormalObservation): void {
    const { name, values, mean, sd } = observation;
    if (mean.length !== values.length || (sd.length !== 1 && sd.length !== values.length)) {
      throw new RangeError(
        `observation "${name}": ${values.length} values, a mean of length ${mean.length} and a standard deviation of length ${sd.length}; the lengths must be n, n and 1 or n`,
      );
    }
    if (this.observations.some((each) => each.name === name)) throw new RangeError(`"${name}" is observed twice`);
    this.observations.push(observation);
  }

  /** Adds a term to the log density: any likelihood that has no method of its own. @throws RangeError unless a scalar. */
  factor(term: Node): void {
    if (term.length !== 1) throw new RangeError(`a factor is a scalar; this one has length ${term.length}`);
    this.factors.push(term);
  }

  #id(): number {
    this.#nextId += 1;
    return this.#nextId;
  }
}

function isPriorList(prior: Prior | readonly Prior[]): prior is readonly Prior[] {
  return Array.isArray(prior);
}

/** Scalar nodes among a prior's arguments. */
export function priorNodes(prior: Prior): Node[] {
  return prior.args.filter((arg) => typeof arg !== "number");
}

/** The node a parameter's coordinate is shifted by, if any. */
export function shiftNodes({ coordinate }: ParameterNode): Node[] {
  return typeof coordinate === "string" ? [] : [coordinate.shiftedBy];
}
