// Finds the parameters that enter an observation's mean linearly under normal priors, and integrates them out.
import { log } from "../math/exponentials.ts";
import { type AffineForm, type Column, decompose, type ParameterElement } from "./affine.ts";
import { add, divide } from "./elementwise.ts";
import {
  type GraphBuilder,
  type Node,
  type NormalObservation,
  type ParameterNode,
  priorNodes,
  shiftNodes,
} from "./graph.ts";
import { joinScaledGroups } from "./join-scaled-groups.ts";
import { type MarginalNormal, openMarginalNormal } from "./marginal-normal.ts";
import { type NoiseGroups, noiseGroups } from "./noise-groups.ts";
import { inOrder } from "./program.ts";
import { gather } from "./reductions.ts";

/** An observation whose linear-Gaussian block has been integrated out. */
export interface MarginalizedObservation {
  /** log p(observed | remaining parameters), length one. */
  readonly logDensity: Node;
  readonly operation: MarginalNormal;
  /** Parameters drawn from the block, and for each element of each its place in the block. */
  readonly block: readonly { readonly parameter: ParameterNode; readonly places: readonly number[] }[];
}

/** Undefined when no parameter qualifies. */
export function marginalize(graph: GraphBuilder, observation: NormalObservation): MarginalizedObservation | undefined {
  const { values, mean, sd } = observation;
  if (sd.length === 1) return withNoise(graph, observation);
  if (sd.kind !== "constant") {
    const groups = noiseGroups(graph, sd);
    return groups === undefined ? undefined : withNoise(graph, observation, groups);
  }
  // In units of their own standard deviations, known ones are one; the density changes by a constant.
  const standardized = withNoise(graph, {
    ...observation,
    values: values.map((value, t) => value / sd.values[t]),
    mean: graph.apply(divide, mean, sd),
    sd: graph.constant(1),
  });
  if (standardized === undefined) return undefined;
  const logJacobian = -sd.values.reduce((total, value) => total + log(value), 0);
  return { ...standardized, logDensity: graph.apply(add, standardized.logDensity, graph.constant(logJacobian)) };
}

/** @param noise  groups of observations with a standard deviation each; one for all by default */
function withNoise(
  graph: GraphBuilder,
  observation: NormalObservation,
  noise?: NoiseGroups,
): MarginalizedObservation | undefined {
  const candidates = candidatesFor(graph, observation);
  const form = decompose(graph, observation.mean, candidates);
  if (form.columns.length === 0) return undefined;

  const all = withUnusedElements(graph, form, observation.values.length);
  const constant = all.flatMap(({ element, coefficient }) =>
    coefficient.kind === "constant" ? [{ element, parameter: element.parameter, values: coefficient.values }] : [],
  );
  const varying = all.filter(({ coefficient }) => coefficient.kind !== "constant");
  const operation = openMarginalNormal({
    observed: observation.values,
    columns: constant,
    varyingColumns: varying.length,
    hasOffset: form.offset !== null,
    ...(noise === undefined ? {} : { noise }),
  });
  if (operation === undefined) return undefined;
  const { order, dense } = operation.plan;
  const elements = [...order.map((index) => constant[index].element), ...varying.map(({ element }) => element)];
  const argument = (place: number): Node => {
    const nodes = elements.map((element) => {
      const arg = element.parameter.priors[element.index].args[place];
      return typeof arg === "number" ? graph.constant(arg) : arg;
    });
    // A hierarchy's members share their scale: one input serves them all.
    const distinct = [...new Set(nodes)];
    return graph.apply(gather(nodes.map((node) => distinct.indexOf(node))), ...distinct);
  };
  const offset = form.offset === null ? [] : [joinScaledGroups(graph, form.offset)];
  const logDensity = graph.apply(
    operation,
    argument(0),
    argument(1),
    noise?.sd ?? observation.sd,
    graph.constant(dense),
    ...offset,
    ...varying.map(({ coefficient }) => coefficient),
  );
  return { logDensity, operation, block: placesOf(elements) };
}

/** A parameter is integrated out whole: elements that the mean does not use get a column of zeros. */
function withUnusedElements(graph: GraphBuilder, form: AffineForm, length: number): Column[] {
  const unused = placesOf(form.columns.map(({ element }) => element)).flatMap(({ parameter, places }) =>
    places.flatMap((place, index) =>
      place < 0 ? [{ element: { parameter, index }, coefficient: graph.constant(new Float64Array(length)) }] : [],
    ),
  );
  return [...form.columns, ...unused];
}

function placesOf(elements: readonly ParameterElement[]): MarginalizedObservation["block"] {
  const parameters = [...new Set(elements.map(({ parameter }) => parameter))];
  return parameters.map((parameter) => ({
    parameter,
    places: Array.from({ length: parameter.length }, (_, index) =>
      elements.findIndex((element) => element.parameter === parameter && element.index === index),
    ),
  }));
}

/** Normal-prior parameters that appear in this observation's mean and nowhere else. */
function candidatesFor(graph: GraphBuilder, observation: NormalObservation): ParameterNode[] {
  const elsewhere = new Set(
    inOrder([
      observation.sd,
      ...graph.factors,
      ...graph.observations.filter(({ name }) => name !== observation.name).flatMap((each) => [each.mean, each.sd]),
      ...graph.parameters.flatMap((parameter) => [...parameter.priors.flatMap(priorNodes), ...shiftNodes(parameter)]),
    ]),
  );
  return graph.parameters.filter(
    (parameter) => !elsewhere.has(parameter) && parameter.priors.every((prior) => prior.family.name === "normal"),
  );
}
