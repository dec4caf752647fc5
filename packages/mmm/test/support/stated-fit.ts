// A fit whose draws the test states: to make data with known parameters, and to ask questions without sampling.
import { compile, type Draws, openStream } from "@carryover/engine";
import type { Panel } from "../../src/data/panel.ts";
import type { Fit } from "../../src/fit.ts";
import { fitFromDraws } from "../../src/frameworks/bayesian/fit-from-draws.ts";
import { buildModel } from "../../src/model/build-model.ts";
import type { ModelSpec } from "../../src/model/spec.ts";

const facts = { timings: { samplingSeconds: 0, gradientEvaluations: 0 }, interrupted: false };

/** A fit with one chain of draws, each by variable name. */
export function statedFit(
  panel: Panel,
  spec: ModelSpec,
  draws: readonly Readonly<Record<string, readonly number[]>>[],
): Fit {
  const { graph } = buildModel(panel, spec);
  const empty = new Float64Array(draws.length);
  const stated: Draws = {
    chains: 1,
    draws: draws.length,
    variables: graph.parameters.map(({ name, dims, shape }) => ({
      name,
      dims,
      shape,
      values: Float64Array.from(
        draws.flatMap((draw) => {
          if (draw[name] === undefined) throw new Error(`no value for ${name}`);
          return draw[name];
        }),
      ),
    })),
    coordinates: graph.coordinates,
    statistics: {
      logDensity: empty,
      acceptanceRate: empty,
      divergent: new Uint8Array(draws.length),
      energy: empty,
      energyError: empty,
      stepSize: empty,
      treeDepth: new Uint8Array(draws.length),
      leapfrogs: new Uint32Array(draws.length),
      depthSaturated: new Uint8Array(draws.length),
    },
  };
  return fitFromDraws(panel, spec, stated, facts);
}

/** `count` draws from the prior, by variable name; what a likelihood would integrate out is drawn from its prior too. */
export function priorDraws(
  panel: Panel,
  spec: ModelSpec,
  count: number,
  seed = 1,
): Record<string, readonly number[]>[] {
  const posterior = compile(buildModel(panel, spec).graph, { marginalize: false });
  const stream = openStream({ seed, chain: 0, purpose: "initial" });
  return Array.from({ length: count }, () => {
    const record = new Float64Array(posterior.recordLength);
    posterior.record(posterior.initialPosition(stream), stream, record);
    return Object.fromEntries(
      posterior.variables.map(({ name, shape, offset }) => {
        const length = shape.reduce((product, each) => product * each, 1);
        return [name, Array.from(record.subarray(offset, offset + length))];
      }),
    );
  });
}
