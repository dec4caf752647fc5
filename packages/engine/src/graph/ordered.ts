// Parameters in ascending order: what tells the components of a mixture apart.
import { flat } from "../distributions/flat.ts";
import type { GraphBuilder, Node } from "./graph.ts";
import { concatenate, matrixVector } from "./reductions.ts";

/**
 * Declares a vector whose elements ascend and returns it: `<name>_first` on the real line, then the gaps `<name>_gap`, each
 * positive. The map from these to the vector has determinant one, so that the vector's own density is flat over ascending
 * vectors; state its prior as a factor or an observation.
 *
 * @param length  ≥ 2
 * @throws RangeError for a shorter one
 */
export function orderedParameter(graph: GraphBuilder, name: string, length: number): Node {
  if (!Number.isInteger(length) || length < 2) {
    throw new RangeError(`ordered parameter "${name}": length ${length} must be a whole number ≥ 2`);
  }
  const dimension = `${name}_gap`;
  graph.dimension(
    dimension,
    Array.from({ length: length - 1 }, (_, index) => `${index + 2}`),
  );
  const first = graph.parameter(`${name}_first`, { prior: flat() });
  const gaps = graph.parameter(dimension, { prior: flat(0), dims: [dimension] });
  const running = new Float64Array(length * length); // (column, row), ones on and below the diagonal
  for (let column = 0; column < length; column += 1) running.fill(1, column * length + column, (column + 1) * length);
  return graph.apply(matrixVector, graph.constant(running), graph.apply(concatenate, first, gaps));
}
