// A smooth function of time in the graph: a Gaussian process on a basis of sines, and the multipliers made of it.
import {
  add,
  element,
  type GraphBuilder,
  group,
  matrixVector,
  multiply,
  type Node,
  normal,
  type Prior,
} from "@carryover/engine";
import type { Panel } from "../data/panel.ts";
import { rowColumn } from "../design/columns.ts";
import { hilbertColumns, hilbertFrequencies } from "../design/hilbert-basis.ts";
import { joinedColumns, trainedCells } from "./model-graph.ts";
import { centeredSoftplus } from "./multiplier-operation.ts";
import { priorDistribution } from "./priors.ts";
import type { MediaProcessSpec, ModelSpec, PriorSpec, ProcessSpec } from "./spec.ts";
import { spectralRoots } from "./spectral-operation.ts";

/** f = Φ β with β_j ~ N(0, amplitude² S(ω_j; lengthscale)): linear in β, so that a normal likelihood integrates it out. */
export function additiveProcess(graph: GraphBuilder, panel: Panel, process: ProcessSpec, name: string): Node {
  const roots = spectralScale(graph, process, name, scalar(graph, `${name}_amplitude`, process.amplitude));
  const { functions } = process.basis;
  graph.dimension(`${name}_function`, functionLabels(functions));
  const { family } = normal(0, 1);
  const coefficients = graph.parameter(`${name}_coefficient`, {
    prior: Array.from({ length: functions }, (_, j): Prior => ({ family, args: [0, graph.apply(element(j), roots)] })),
    dims: [`${name}_function`],
  });
  return graph.apply(matrixVector, basisMatrix(graph, panel, process), coefficients);
}

/** softplus(f) over its training mean, f = Φ (√S · z), z ~ N(0, 1): one value per cell, above 0, 1 in the mean. */
export function processMultiplier(
  graph: GraphBuilder,
  panel: Panel,
  spec: ModelSpec,
  process: ProcessSpec,
  name: string,
): Node {
  const { z, roots } = standardProcess(graph, process, name);
  const f = graph.apply(matrixVector, basisMatrix(graph, panel, process), graph.apply(multiply, roots, z));
  return graph.apply(centeredSoftplus(trainedCells(panel, spec)), f);
}

/**
 * A multiplier for each channel: the same for all, or softplus of a common function plus a function of the channel's own. The
 * own functions share one amplitude, which pulls channels together as far as the data let it, and the length scale.
 */
export function mediaMultipliers(
  graph: GraphBuilder,
  panel: Panel,
  spec: ModelSpec,
  process: MediaProcessSpec,
): readonly Node[] {
  if (process.sharing === "shared") {
    const common = processMultiplier(graph, panel, spec, process, "media_process");
    return spec.channels.map(() => common);
  }
  const name = "media_process";
  const { z, roots, lengthscale } = standardProcess(graph, process, name);
  const common = graph.apply(multiply, roots, z);
  const amplitude = scalar(graph, `${name}_channel_amplitude`, process.channelAmplitude);
  const frequencies = hilbertFrequencies(process.basis);
  const ownRoots = graph.apply(spectralRoots(process.covariance, frequencies), amplitude, lengthscale);
  const own = graph.parameter(`${name}_channel_z`, { prior: normal(0, 1), dims: ["channel", `${name}_function`] });
  const matrix = basisMatrix(graph, panel, process);
  const centered = centeredSoftplus(trainedCells(panel, spec));
  return spec.channels.map((_, index) => {
    const z = graph.apply(group(index, spec.channels.length), own);
    const weights = graph.apply(add, common, graph.apply(multiply, ownRoots, z));
    return graph.apply(centered, graph.apply(matrixVector, matrix, weights));
  });
}

function standardProcess(
  graph: GraphBuilder,
  process: ProcessSpec,
  name: string,
): { readonly z: Node; readonly roots: Node; readonly lengthscale: Node } {
  const amplitude = scalar(graph, `${name}_amplitude`, process.amplitude);
  const lengthscale = scalar(graph, `${name}_lengthscale`, process.lengthscale);
  const roots = graph.apply(
    spectralRoots(process.covariance, hilbertFrequencies(process.basis)),
    amplitude,
    lengthscale,
  );
  graph.dimension(`${name}_function`, functionLabels(process.basis.functions));
  const z = graph.parameter(`${name}_z`, { prior: normal(0, 1), dims: [`${name}_function`] });
  return { z, roots, lengthscale };
}

function spectralScale(graph: GraphBuilder, process: ProcessSpec, name: string, amplitude: Node): Node {
  const lengthscale = scalar(graph, `${name}_lengthscale`, process.lengthscale);
  return graph.apply(spectralRoots(process.covariance, hilbertFrequencies(process.basis)), amplitude, lengthscale);
}

/** Moved on the scale of its prior where that has one: the data may leave an amplitude anywhere down to zero. */
function scalar(graph: GraphBuilder, name: string, prior: PriorSpec): Node {
  return graph.parameter(name, { prior: priorDistribution(prior, name), coordinate: "prior" });
}

function basisMatrix(graph: GraphBuilder, panel: Panel, { basis }: ProcessSpec): Node {
  return graph.constant(joinedColumns(hilbertColumns(rowColumn(panel), basis)));
}

function functionLabels(functions: number): string[] {
  return Array.from({ length: functions }, (_, j) => String(j + 1));
}
