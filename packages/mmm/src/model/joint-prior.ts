// What is known of many parameters together, such as an earlier posterior: a normal on the scale of their supports.
import {
  add,
  concatenate,
  type GraphBuilder,
  logarithm,
  matrixVector,
  multiply,
  type Node,
  type ParameterNode,
  type Support,
  subtract,
  sum,
  take,
} from "@carryover/engine";
import type { JointPrior, ModelSpec } from "./spec.ts";

/**
 * Adds the density exp(−½ |W (u − m)|²) of the unbounded coordinates u to a finished model: x itself, log(x − lower), or
 * log(x − lower) − log(upper − x). Where the model has one normal observation, the rows of W become further observations of
 * it, 0 = W (u − m) + noise of deviation 1, so that what is linear and Gaussian is still integrated out.
 */
export function addJointPrior(graph: GraphBuilder, { joint }: Pick<ModelSpec, "joint">): void {
  if (joint === undefined) return;
  const rows = standardized(graph, joint);
  const [observation] = graph.observations;
  const count = joint.mean.length;
  if (graph.observations.length === 1 && observation.sd.length === 1) {
    const values = new Float64Array(observation.values.length + count);
    values.set(observation.values);
    // In the observation's own deviation, which the factor takes back.
    const mean = graph.apply(concatenate, observation.mean, graph.apply(multiply, rows, observation.sd));
    graph.observations[0] = { ...observation, values, mean };
    graph.factor(graph.apply(multiply, graph.apply(logarithm, observation.sd), graph.constant(count)));
    return;
  }
  const squares = graph.apply(sum, graph.apply(multiply, rows, rows));
  graph.factor(graph.apply(multiply, squares, graph.constant(-0.5)));
}

/** W (u − m). */
function standardized(graph: GraphBuilder, { variables, mean, columns }: JointPrior): Node {
  const coordinates = variables.map(({ name, elements }) => {
    const parameter = graph.parameters.find((each) => each.name === name);
    if (parameter === undefined) throw new RangeError(`the model has no parameter "${name}"`);
    const whole = unbounded(graph, parameter);
    return parameter.length === elements
      ? whole
      : graph.apply(take(Int32Array.from({ length: elements }, (_, i) => i)), whole);
  });
  const joined = coordinates.length === 1 ? coordinates[0] : graph.apply(concatenate, ...coordinates);
  const offset = graph.apply(add, joined, graph.constant(Float64Array.from(mean, (value) => -value)));
  return graph.apply(matrixVector, graph.constant(Float64Array.from(columns.flat())), offset);
}

/** The elements of a parameter on the whole real line; all its priors have one kind of support. */
function unbounded(graph: GraphBuilder, parameter: ParameterNode): Node {
  const supports = parameter.priors.map(({ family, args }) =>
    family.support(args.map((arg) => (typeof arg === "number" ? arg : Number.NaN))),
  );
  const [{ kind }] = supports;
  if (supports.some((support) => support.kind !== kind)) {
    throw new RangeError(`the elements of "${parameter.name}" have supports of different kinds`);
  }
  if (kind === "real") return parameter;
  const bounds = (end: (support: Support) => number): Node => graph.constant(Float64Array.from(supports, end));
  const above = graph.apply(
    logarithm,
    graph.apply(
      subtract,
      parameter,
      bounds((support) => (support.kind === "real" ? Number.NaN : support.lower)),
    ),
  );
  if (kind === "above") return above;
  const upper = bounds((support) => (support.kind === "interval" ? support.upper : Number.NaN));
  return graph.apply(subtract, above, graph.apply(logarithm, graph.apply(subtract, upper, parameter)));
}

/** The same coordinate of one number. */
export function unboundedValue(value: number, support: Support): number {
  if (support.kind === "real") return value;
  const above = Math.log(value - support.lower);
  return support.kind === "above" ? above : above - Math.log(support.upper - value);
}
