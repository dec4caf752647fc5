// A metric that is diagonal but for a few directions: O(dim · rank) per step, for posteriors too wide for a dense one.
import { addAlong, type LowRankCovariance } from "../optimize/low-rank-covariance.ts";
import type { RandomStream } from "../random/random-stream.ts";

/** Writes Σ · vector. */
type Product = (vector: Float64Array, out: Float64Array) => void;
/** Draws p ~ N(0, Σ⁻¹). */
type MomentumDraw = (stream: RandomStream, out: Float64Array) => void;

/** Velocity and momenta for Σ = S (I + Vᵀ (Λ − I) V) S, S = diag(√variance), V with orthonormal rows. */
export function lowRankKinetics({ variance, vectors, values }: LowRankCovariance): {
  readonly velocity: Product;
  readonly sampleMomentum: MomentumDraw;
} {
  const scale = variance.map(Math.sqrt); // (dim)
  const stretch = values.map((value) => value - 1); // (rank)
  const squeeze = values.map((value) => 1 / Math.sqrt(value) - 1); // (rank)
  return {
    velocity(vector, out) {
      for (let i = 0; i < out.length; i += 1) out[i] = scale[i] * vector[i];
      addAlong(vectors, stretch, out);
      for (let i = 0; i < out.length; i += 1) out[i] *= scale[i];
    },
    sampleMomentum(stream, out) {
      // p = S⁻¹ (I + Vᵀ (Λ^−½ − I) V) z has covariance Σ⁻¹.
      for (let i = 0; i < out.length; i += 1) out[i] = stream.normal();
      addAlong(vectors, squeeze, out);
      for (let i = 0; i < out.length; i += 1) out[i] /= scale[i];
    },
  };
}
