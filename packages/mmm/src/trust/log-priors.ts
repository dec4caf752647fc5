// The prior's log density at the posterior's draws, taken apart by what the priors are about.
import { type Draws, GraphEvaluator, type ParameterNode } from "@carryover/engine";
import type { Fit } from "../fit.ts";
import { buildModel } from "../model/build-model.ts";
import { unboundedValue } from "../model/joint-prior.ts";
import type { JointPrior } from "../model/spec.ts";
import { priorArguments } from "./prior-draws.ts";

export interface LogPriors {
  /** Of each channel's own parameters (effect, carryover, saturation), (draw), in the order of the specification. */
  readonly channels: readonly Float64Array[];
  /**
   * Of everything else whose prior is stated in numbers, (draw). What is drawn around another parameter, such as a geo's
   * intercept, is not a prior to be scaled (Kallioinen et al. 2024, §2.4): the prior of its standard deviation is. What a
   * refreshed run knows of parameters together, channels' among them, is part of it.
   */
  readonly rest: Float64Array;
}

/** @param kept  which draws */
export function logPriors({ panel, spec, draws }: Fit, kept: Int32Array): LogPriors {
  const { graph } = buildModel(panel, spec);
  const names = spec.channels.map(({ name }) => name);
  const evaluator = new GraphEvaluator(graph, graph.parameters.flatMap(priorArguments));
  const channels = names.map(() => new Float64Array(kept.length));
  const rest = new Float64Array(kept.length);
  const derivatives = new Float64Array(1);
  const owners = graph.parameters.map((parameter) => ownersOf(parameter, graph.coordinates, names));
  const drawsOf = graph.parameters.map(
    ({ name }) => draws.variables.find((variable) => variable.name === name)?.values,
  );
  kept.forEach((draw, row) => {
    const valuesOf = graph.parameters.map((parameter, index) =>
      drawsOf[index]?.subarray(draw * parameter.length, (draw + 1) * parameter.length),
    );
    graph.parameters.forEach(({ name }, index) => {
      const values = valuesOf[index];
      if (values !== undefined) evaluator.set(name, values);
    });
    evaluator.forward();
    graph.parameters.forEach((parameter, index) => {
      const values = valuesOf[index];
      if (values === undefined) return;
      parameter.priors.forEach(({ family, args }, element) => {
        const owner = owners[index][element];
        const isStated = args.every((arg) => typeof arg === "number");
        if (owner < 0 && !isStated) return;
        // A derivative array of length one is room for ∂/∂x alone, which families with number arguments accept.
        const numbers = args.map((arg) => (typeof arg === "number" ? arg : evaluator.value(arg)[0]));
        const target = owner < 0 ? rest : channels[owner];
        target[row] += family.logDensity(values[element], numbers, derivatives);
      });
    });
  });
  if (spec.joint !== undefined) {
    const known = jointLogDensity(spec.joint, graph.parameters, draws, kept);
    known.forEach((value, row) => {
      rest[row] += value;
    });
  }
  return { channels, rest };
}

/** −½ |W (u − m)|² of each kept draw; see `addJointPrior`. */
function jointLogDensity(
  { variables, mean, columns }: JointPrior,
  parameters: readonly ParameterNode[],
  { variables: sources }: Draws,
  kept: Int32Array,
): Float64Array {
  const places = variables.flatMap(({ name, elements }) => {
    const node = parameters.find((parameter) => parameter.name === name);
    const values = sources.find((source) => source.name === name)?.values;
    if (node === undefined || values === undefined) throw new RangeError(`the draws have no variable "${name}"`);
    return Array.from({ length: elements }, (_, element) => {
      const { family, args } = node.priors[element];
      const support = family.support(args.map((arg) => (typeof arg === "number" ? arg : Number.NaN)));
      return (draw: number): number => unboundedValue(values[draw * node.length + element], support);
    });
  });
  return Float64Array.from(kept, (draw) => {
    const sums = new Float64Array(columns[0].length);
    places.forEach((at, element) => {
      const offset = at(draw) - mean[element];
      columns[element].forEach((weight, row) => {
        sums[row] += weight * offset;
      });
    });
    return -0.5 * sums.reduce((total, value) => total + value * value, 0);
  });
}

/** For each element of a parameter the channel it belongs to alone; −1 for none. */
function ownersOf(
  { dims, length }: ParameterNode,
  coordinates: Readonly<Record<string, readonly string[]>>,
  channels: readonly string[],
): number[] {
  const labels = dims.length === 1 ? coordinates[dims[0]] : [];
  const isByChannel = /(^|_)channel$/.test(dims[0] ?? "") && labels.length === length;
  return Array.from({ length }, (_, element) => (isByChannel ? channels.indexOf(labels[element]) : -1));
}
