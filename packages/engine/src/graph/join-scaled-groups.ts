// Sums in which several vectors enter, each group times a factor of its own, computed in one go.
import { add } from "./elementwise.ts";
import type { GraphBuilder, Node } from "./graph.ts";
import { scaleGroups, sumOfScaledGroups } from "./grouped.ts";

/**
 * The same sum with all its scaled groups as one term: every one of them, and every partial sum, would pass over as many
 * numbers as the whole. Any other node comes back as it is.
 */
export function joinScaledGroups(graph: GraphBuilder, sum: Node): Node {
  const terms = termsOf(sum);
  const isScaled = (term: Node): boolean => term.kind === "operation" && term.operation === scaleGroups;
  const scaled = terms.filter(isScaled);
  if (scaled.length < 2) return sum;
  const inputs = scaled.flatMap((term) => (term.kind === "operation" ? term.inputs : []));
  const others = terms.filter((term) => !isScaled(term));
  return [graph.apply(sumOfScaledGroups, ...inputs), ...others].reduce((left, right) => graph.apply(add, left, right));
}

/** What is added up, of the sum's own length; a node that is no such sum is its only term. */
function termsOf(node: Node): Node[] {
  if (node.kind !== "operation" || node.operation !== add) return [node];
  if (node.inputs.some(({ length }) => length !== node.length)) return [node];
  return node.inputs.flatMap(termsOf);
}
