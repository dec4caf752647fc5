// A program: the operations needed for some nodes, in order, with all buffers made once.
import { evenLength } from "../kernels/even-length.ts";
import type { Kernels, OpenKernels } from "../kernels/kernels.ts";
import { openReferenceKernels } from "../kernels/reference.ts";
import type { Node, OperationNode } from "./graph.ts";

interface Step {
  readonly node: OperationNode;
  readonly inputs: readonly Float64Array[];
  readonly output: Float64Array;
  /** Null where no wanted derivative passes. */
  readonly outputAdjoint: Float64Array | null;
  readonly inputAdjoints: readonly (Float64Array | null)[];
  readonly scratch: Float64Array;
}

/** Evaluates nodes forward, and derivatives backward. Parameter values are written into `value(parameter)` first. */
export class Program {
  readonly #values = new Map<number, Float64Array>();
  readonly #adjoints = new Map<number, Float64Array>();
  readonly #steps: Step[] = [];
  readonly #earlySteps: number;
  readonly #scratch = new Map<number, Float64Array>();
  /** Every adjoint is a part of this one vector, so that clearing them is one call. */
  readonly #adjointBlock: Float64Array;
  #adjointsPlaced = 0;
  readonly kernels: Kernels;

  /**
   * @param early  nodes that `forwardEarly` computes and `backwardEarly` leaves, before and after all others: parameters that
   *   are not among their inputs can be given values in between
   * @param withRespectTo  the only parameters whose adjoints are wanted; all by default
   */
  constructor(
    roots: readonly Node[],
    openKernels: OpenKernels = openReferenceKernels,
    early: readonly Node[] = [],
    withRespectTo?: readonly Node[],
  ) {
    const nodes = inOrder([...early, ...roots]);
    this.#earlySteps = inOrder(early).filter(({ kind }) => kind === "operation").length;
    const varying =
      withRespectTo === undefined ? nodes.filter(({ kind }) => kind !== "constant") : dependents(nodes, withRespectTo);
    const hasAdjoint = new Set(varying.map(({ id }) => id));
    this.kernels = openKernels(roomFor(nodes, varying));
    this.#adjointBlock = this.kernels.allocate(adjointsLength(varying));
    for (const node of nodes) this.#place(node, hasAdjoint.has(node.id));
  }

  /** The node's value buffer: filled by `forward`, or by the caller for a parameter. */
  value(node: Node): Float64Array {
    return found(this.#values.get(node.id));
  }

  /** The buffer of derivatives of the result with respect to the node; null for constants and what nobody asked for. */
  adjoint(node: Node): Float64Array | null {
    return this.#adjoints.get(node.id) ?? null;
  }

  /** What the node's operation keeps between its passes. */
  scratch(node: Node): Float64Array {
    return found(this.#scratch.get(node.id));
  }

  has(node: Node): boolean {
    return this.#values.has(node.id);
  }

  forward(): void {
    this.#forward(0, this.#steps.length);
  }

  forwardEarly(): void {
    this.#forward(0, this.#earlySteps);
  }

  forwardLate(): void {
    this.#forward(this.#earlySteps, this.#steps.length);
  }

  clearAdjoints(): void {
    this.#adjointBlock.fill(0);
  }

  /** Propagates the adjoints that were written into the roots back to the early nodes, and to what only late ones use. */
  backwardLate(): void {
    this.#backward(this.#earlySteps, this.#steps.length);
  }

  /** Propagates the early nodes' adjoints back to the parameters. */
  backwardEarly(): void {
    this.#backward(0, this.#earlySteps);
  }

  #forward(from: number, to: number): void {
    for (let index = from; index < to; index += 1) {
      const step = this.#steps[index];
      step.node.operation.forward(step.inputs, step.output, step.scratch, this.kernels);
    }
  }

  #backward(from: number, to: number): void {
    for (let index = to - 1; index >= from; index -= 1) {
      const { node, inputs, output, outputAdjoint, inputAdjoints, scratch } = this.#steps[index];
      if (outputAdjoint === null) continue;
      node.operation.adjoint(inputs, output, outputAdjoint, inputAdjoints, scratch, this.kernels);
    }
  }

  #place(node: Node, hasAdjoint: boolean): void {
    if (node.kind === "constant") {
      const values = this.kernels.allocate(node.length);
      values.set(node.values);
      this.#values.set(node.id, values);
      return;
    }
    const output = this.kernels.allocate(node.length);
    const outputAdjoint = hasAdjoint ? this.#nextAdjoint(node.length) : null;
    this.#values.set(node.id, output);
    if (outputAdjoint !== null) this.#adjoints.set(node.id, outputAdjoint);
    if (node.kind === "parameter") return;
    const scratch = this.kernels.allocate(scratchLength(node));
    this.#scratch.set(node.id, scratch);
    this.#steps.push({
      node,
      output,
      outputAdjoint,
      inputs: node.inputs.map((input) => this.value(input)),
      inputAdjoints: node.inputs.map((input) => this.adjoint(input)),
      scratch,
    });
  }

  #nextAdjoint(length: number): Float64Array {
    const adjoint = this.#adjointBlock.subarray(this.#adjointsPlaced, this.#adjointsPlaced + length);
    this.#adjointsPlaced += evenLength(length);
    return adjoint;
  }
}

/** What the constructor will allocate. @param varying  the nodes that have adjoints */
function roomFor(nodes: readonly Node[], varying: readonly Node[]): { vectors: number; doubles: number } {
  let vectors = 1;
  let doubles = adjointsLength(varying);
  for (const node of nodes) {
    vectors += node.kind === "operation" ? 2 : 1;
    doubles += node.length + (node.kind === "operation" ? scratchLength(node) : 0);
  }
  return { vectors, doubles };
}

function adjointsLength(varying: readonly Node[]): number {
  return varying.reduce((total, node) => total + evenLength(node.length), 0);
}

/** Those of the nodes, inputs before what uses them, whose values depend on the sources, sources included. */
export function dependents(nodes: readonly Node[], sources: readonly Node[]): Node[] {
  const found = new Set<Node>(sources);
  return nodes.filter((node) => {
    if (found.has(node)) return true;
    if (node.kind !== "operation" || !node.inputs.some((input) => found.has(input))) return false;
    found.add(node);
    return true;
  });
}

function scratchLength({ operation, inputs }: OperationNode): number {
  return operation.scratchLength?.(inputs.map((input) => input.length)) ?? 0;
}

/** Every node the roots need, inputs before what uses them. */
export function inOrder(roots: readonly Node[]): Node[] {
  const seen = new Set<number>();
  const order: Node[] = [];
  const visit = (node: Node): void => {
    if (seen.has(node.id)) return;
    seen.add(node.id);
    if (node.kind === "operation") node.inputs.forEach(visit);
    order.push(node);
  };
  roots.forEach(visit);
  return order;
}

function found<T>(value: T | undefined): T {
  if (value === undefined) throw new RangeError("the node is not part of this program");
  return value;
}
