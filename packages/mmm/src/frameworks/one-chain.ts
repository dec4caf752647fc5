// Draws as one chain, with statistics that no sampler made.
import type { Draws, Variable } from "@carryover/engine";
import { elementCount } from "@carryover/engine";

/** @param draws  how many there are of each variable */
export function oneChain(variables: readonly Variable[], coordinates: Draws["coordinates"], draws: number): Draws {
  const empty = new Float64Array(draws);
  return {
    chains: 1,
    draws,
    variables,
    coordinates,
    statistics: {
      logDensity: empty,
      acceptanceRate: empty,
      divergent: new Uint8Array(draws),
      energy: empty,
      energyError: empty,
      stepSize: empty,
      treeDepth: new Uint8Array(draws),
      leapfrogs: new Uint32Array(draws),
      depthSaturated: new Uint8Array(draws),
    },
  };
}

/** Some of the draws, in the order given. */
export function someDraws({ variables, coordinates }: Draws, kept: Int32Array): Draws {
  const chosen = variables.map((variable): Variable => {
    const size = elementCount(variable.shape);
    const values = new Float64Array(kept.length * size);
    kept.forEach((draw, row) => {
      values.set(variable.values.subarray(draw * size, (draw + 1) * size), row * size);
    });
    return { ...variable, values };
  });
  return oneChain(chosen, coordinates, kept.length);
}
