// Evaluates nodes of a graph at given values of its parameters.
import { openBestKernels } from "../kernels/best.ts";
import type { Graph, Node, ParameterNode } from "./graph.ts";
import { Program } from "./program.ts";

/** Parameters keep the values last set; those a node does not need may be left unset. */
export class GraphEvaluator {
  readonly #program: Program;
  readonly #parameters: ReadonlyMap<string, ParameterNode>;

  constructor(graph: Graph, nodes: readonly Node[]) {
    this.#program = new Program(nodes, openBestKernels);
    this.#parameters = new Map(graph.parameters.map((parameter) => [parameter.name, parameter]));
  }

  /** @throws RangeError for an unknown parameter or a wrong number of values */
  set(name: string, values: Float64Array): void {
    const parameter = this.#parameters.get(name);
    if (parameter === undefined) throw new RangeError(`the graph has no parameter "${name}"`);
    if (values.length !== parameter.length) {
      throw new RangeError(`parameter "${name}" has ${parameter.length} elements, not ${values.length}`);
    }
    if (this.#program.has(parameter)) this.#program.value(parameter).set(values);
  }

  forward(): void {
    this.#program.forward();
  }

  /** The node's value after `forward`; a view that the next `forward` overwrites. */
  value(node: Node): Float64Array {
    return this.#program.value(node);
  }
}
