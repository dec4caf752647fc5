// Finds, in a standard deviation for each observation, the groups of observations that share one.
import type { GraphBuilder, Node } from "./graph.ts";

export interface NoiseGroups {
  /** One standard deviation for each group. */
  readonly sd: Node;
  /** Each observation's group. */
  readonly labels: Int32Array;
  readonly count: number;
}

/** Undefined when the node is more than a choice, the same at every evaluation, among the elements of a shorter one. */
export function noiseGroups(graph: GraphBuilder, node: Node): NoiseGroups | undefined {
  const path: Node[] = [node];
  for (let inner = node; inner.kind === "operation"; inner = inner.inputs[0]) {
    if (inner.operation.linearity !== "jointly" || inner.inputs.length !== 1) break;
    path.push(inner.inputs[0]);
  }
  for (const [index, source] of path.entries()) {
    if (source.length >= node.length) continue;
    const steps = path.slice(0, index).reverse();
    const labels = labelsThrough(graph, steps, source.length, node.length);
    if (labels !== undefined) return { sd: source, labels, count: source.length };
  }
  return undefined;
}

/** What each element of a linear chain picks, told by sending unit vectors through it. */
function labelsThrough(
  graph: GraphBuilder,
  steps: readonly Node[],
  count: number,
  length: number,
): Int32Array | undefined {
  const labels = new Int32Array(length).fill(-1);
  for (let element = 0; element < count; element += 1) {
    const unit = new Float64Array(count);
    unit[element] = 1;
    let sent: Node = graph.constant(unit);
    for (const step of steps) if (step.kind === "operation") sent = graph.apply(step.operation, sent);
    if (sent.kind !== "constant") return undefined;
    for (let t = 0; t < length; t += 1) {
      if (sent.values[t] === 0) continue;
      if (sent.values[t] !== 1 || labels[t] >= 0) return undefined;
      labels[t] = element;
    }
  }
  return labels.includes(-1) ? undefined : labels;
}
