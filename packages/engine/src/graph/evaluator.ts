// Evaluates nodes of a graph at given values of its parameters and inputs, and pulls derivatives back to the inputs.
import { openBestKernels } from "../kernels/best.ts";
import type { Graph, Node, ParameterNode } from "./graph.ts";
import { dependents, inOrder, Program } from "./program.ts";

/**
 * Parameters and inputs keep the values last set; those a node does not need may be left unset. What does not depend on the
 * inputs is computed by `forwardParameters` alone, so that many inputs can be asked about one draw of the parameters.
 */
export class GraphEvaluator {
  readonly #program: Program;
  readonly #parameters: ReadonlyMap<string, ParameterNode>;

  constructor(graph: Graph, nodes: readonly Node[]) {
    const ordered = inOrder(nodes);
    const late = new Set(dependents(ordered, graph.inputs));
    const early = ordered.filter((node) => node.kind === "operation" && !late.has(node));
    this.#program = new Program(nodes, openBestKernels, early, graph.inputs);
    this.#parameters = new Map([...graph.parameters, ...graph.inputs].map((each) => [each.name, each]));
  }

  /** Sets a parameter or an input. @throws RangeError for an unknown name or a wrong number of values */
  set(name: string, values: Float64Array): void {
    const parameter = this.#parameters.get(name);
    if (parameter === undefined) throw new RangeError(`the graph has no parameter "${name}"`);
    if (values.length !== parameter.length) {
      throw new RangeError(`parameter "${name}" has ${parameter.length} elements, not ${values.length}`);
    }
    if (this.#program.has(parameter)) this.#program.value(parameter).set(values);
  }

  /** Computes everything. */
  forward(): void {
    this.#program.forward();
  }

  /** Computes what depends on parameters alone. */
  forwardParameters(): void {
    this.#program.forwardEarly();
  }

  /** Computes what depends on inputs, `forwardParameters` having been called for the parameters. */
  forwardInputs(): void {
    this.#program.forwardLate();
  }

  /** The node's value after `forward`; a view that the next `forward` overwrites. */
  value(node: Node): Float64Array {
    return this.#program.value(node);
  }

  /** Pulls Σ weights · node back to the inputs, of which `inputDerivative` then tells. */
  pullBack(node: Node, weights: Float64Array): void {
    this.#program.clearAdjoints();
    this.#program.adjoint(node)?.set(weights);
    this.#program.backwardLate();
  }

  /** Derivatives with respect to an input after `pullBack`, which overwrites them; null where no node needs the input. */
  inputDerivative(name: string): Float64Array | null {
    const input = this.#parameters.get(name);
    return input === undefined ? null : this.#program.adjoint(input);
  }
}
