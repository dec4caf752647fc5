// Wraps one scalar's draws as the `Draws` a sampler would return.
import type { ChainShape } from "../../src/diagnostics/chains.ts";
import type { Draws, Variable } from "../../src/draws/draws.ts";

/** Draws of the single scalar `x`; the sampler's own statistics are zero, no diagnostic of `x` reads them. */
export function drawsOf(values: Float64Array, shape: ChainShape): Draws {
  return drawsOfVariables([{ name: "x", dims: [], shape: [], values }], shape);
}

/** Draws of any variables, with dimension labels 0, 1, … */
export function drawsOfVariables(variables: readonly Variable[], { chains, draws }: ChainShape): Draws {
  const kept = chains * draws;
  return {
    chains,
    draws,
    variables,
    coordinates: {},
    statistics: {
      logDensity: new Float64Array(kept),
      acceptanceRate: new Float64Array(kept),
      divergent: new Uint8Array(kept),
      energy: new Float64Array(kept),
      energyError: new Float64Array(kept),
      stepSize: new Float64Array(kept),
      treeDepth: new Uint8Array(kept),
      leapfrogs: new Uint32Array(kept),
      depthSaturated: new Uint8Array(kept),
    },
  };
}
