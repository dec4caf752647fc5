// The gradient of a model's media block, adstock and saturation of every channel, as the engine runs it.
import { engineModule } from "./built.mjs";

/** Retention, half saturation and slope of tv, search, social, display and print, near the posterior's means. */
const seedParameters = {
  adstock_alpha: [0.86, 0.18, 0.52, 0.38, 0.67],
  saturation_K: [193e3, 29e3, 50e3, 23e3, 104e3],
  saturation_S: [2.4, 2.8, 2.85, 2.77, 1.8],
};

/**
 * The media block of the seed's model on a set of kernels: `run` evaluates it forward and backward once,
 * `gradient` gives (channel, [retention, half saturation, slope]) after that.
 */
export async function seedMediaBlock({ panel, spec }, openKernels) {
  const [{ buildModel }, { Program }] = await Promise.all([import("@carryover/mmm"), engineModule("graph/program.js")]);
  const { graph, expected } = buildModel(panel, spec);
  const saturated = mediaNodes(expected);
  const program = new Program(saturated, openKernels);
  const parameters = graph.parameters.filter(({ name }) => name in seedParameters);
  for (const parameter of parameters) program.value(parameter).set(seedParameters[parameter.name]);
  const weights = weightsOf(panel);
  const adjoints = saturated.map((node) => program.adjoint(node));
  const gradients = Object.keys(seedParameters).map((name) =>
    program.adjoint(parameters.find((parameter) => parameter.name === name)),
  );
  return {
    run() {
      program.forward();
      program.clearAdjoints();
      for (const adjoint of adjoints) adjoint.set(weights);
      program.backwardLate();
      program.backwardEarly();
    },
    gradient: () => saturated.flatMap((_, channel) => gradients.map((each) => each[channel])),
  };
}

/** What the C program reads: media (channel, period), weights (period), then the parameters (channel). */
export function seedMediaNumbers({ panel }) {
  return Float64Array.from([
    ...panel.media.flatMap(({ exposure }) => [...exposure]),
    ...weightsOf(panel),
    ...Object.values(seedParameters).flat(),
  ]);
}

/** Derivatives of the result by the saturated media: any numbers, the same for every channel. */
function weightsOf(panel) {
  return Float64Array.from(panel.dates, (_, period) => 1 / (1 + (period % 7)));
}

/** The outputs of the saturation operations that a node is made of, first channel first. */
function mediaNodes(root) {
  const found = new Map();
  const visit = (node) => {
    if (node.kind !== "operation" || found.has(node.id)) return;
    if (node.operation.name.includes("saturation")) found.set(node.id, node);
    else node.inputs.forEach(visit);
  };
  visit(root);
  return [...found.values()];
}
