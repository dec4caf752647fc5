// Positions that no chain has visited, as labeled draws.
import type { Draws } from "../draws/draws.ts";
import type { Posterior } from "../graph/log-density.ts";
import { elementCount } from "../math/shape.ts";
import type { RandomStream } from "../random/random-stream.ts";

/**
 * One chain of the variables at these positions. What a sampler would record of its trajectories is NaN or 0.
 *
 * @param stream  for what was integrated out
 */
export function labelDraws(
  posterior: Posterior,
  positions: readonly Float64Array[],
  logDensity: Float64Array,
  stream: RandomStream,
): Draws {
  const draws = positions.length;
  const { recordLength } = posterior;
  const records = new Float64Array(draws * recordLength); // (draw, recordLength)
  positions.forEach((position, draw) => {
    posterior.record(position, stream, records.subarray(draw * recordLength, (draw + 1) * recordLength));
  });
  const unknown = (): Float64Array => new Float64Array(draws).fill(Number.NaN);
  return {
    chains: 1,
    draws,
    coordinates: posterior.coordinates,
    variables: posterior.variables.map(({ name, dims, shape, offset }) => {
      const size = elementCount(shape);
      const values = new Float64Array(draws * size); // (chain, draw, ...shape) with one chain
      for (let draw = 0; draw < draws; draw += 1) {
        const start = draw * recordLength + offset;
        values.set(records.subarray(start, start + size), draw * size);
      }
      return { name, dims, shape, values };
    }),
    statistics: {
      logDensity,
      acceptanceRate: unknown(),
      divergent: new Uint8Array(draws),
      energy: unknown(),
      energyError: unknown(),
      stepSize: unknown(),
      treeDepth: new Uint8Array(draws),
      leapfrogs: new Uint32Array(draws),
      depthSaturated: new Uint8Array(draws),
    },
  };
}
