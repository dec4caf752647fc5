// The spectral density of a stationary Gaussian process, as a differentiable operation.

import type { Operation } from "@carryover/engine";
import { exp, log } from "@carryover/engine";
import type { Covariance } from "../data/config/structure.ts";

interface SpectralForm {
  /** log √S(ω) for amplitude 1. */
  logRoot(frequency: number, lengthscale: number): number;
  /** Its derivative with respect to the length scale. */
  slope(frequency: number, lengthscale: number): number;
}

/** Matérn of smoothness ν in one dimension: S(ω) = c · ℓ^(−2ν) (2ν/ℓ² + ω²)^(−ν−½), given log c. */
function matern(smoothness: number, logConstant: number): SpectralForm {
  const power = smoothness + 0.5;
  return {
    logRoot(frequency, lengthscale) {
      const base = (2 * smoothness) / (lengthscale * lengthscale) + frequency * frequency;
      return 0.5 * (logConstant - 2 * smoothness * log(lengthscale) - power * log(base));
    },
    slope(frequency, lengthscale) {
      const inverseSquare = (2 * smoothness) / (lengthscale * lengthscale);
      const share = inverseSquare / (inverseSquare + frequency * frequency);
      return (power * share - smoothness) / lengthscale;
    },
  };
}

const forms: Readonly<Record<Covariance, SpectralForm>> = {
  // S(ω) = √(2π) ℓ exp(−ℓ²ω²/2)
  "squared-exponential": {
    logRoot: (frequency, lengthscale) =>
      0.5 * (0.5 * log(2 * Math.PI) + log(lengthscale)) - 0.25 * lengthscale * frequency * (lengthscale * frequency),
    slope: (frequency, lengthscale) => 0.5 / lengthscale - 0.5 * lengthscale * frequency * frequency,
  },
  // S(ω) = 4 · 3^(3/2) ℓ⁻³ (3/ℓ² + ω²)⁻²
  "matern-32": matern(1.5, log(12 * Math.sqrt(3))),
  // S(ω) = 16/3 · 5^(5/2) ℓ⁻⁵ (5/ℓ² + ω²)⁻³
  "matern-52": matern(2.5, log((400 / 3) * Math.sqrt(5))),
};

/** amplitude · √S(ω_j; lengthscale). Inputs: amplitude and length scale, of length one, > 0. Output: one per frequency. */
export function spectralRoots(covariance: Covariance, frequencies: Float64Array): Operation {
  const form = forms[covariance];
  return {
    name: `${covariance} spectral roots`,
    outputLength([amplitude, lengthscale]) {
      if (amplitude !== 1 || lengthscale !== 1) {
        throw new RangeError(`spectral roots take two scalars; got lengths ${amplitude} and ${lengthscale}`);
      }
      return frequencies.length;
    },
    forward([[amplitude], [lengthscale]], output) {
      for (let j = 0; j < output.length; j += 1) {
        output[j] = amplitude * exp(form.logRoot(frequencies[j], lengthscale));
      }
    },
    adjoint([[amplitude], [lengthscale]], output, outputAdjoint, [amplitudeAdjoint, lengthscaleAdjoint]) {
      let ofAmplitude = 0;
      let ofLengthscale = 0;
      for (let j = 0; j < output.length; j += 1) {
        const weighted = outputAdjoint[j] * output[j];
        ofAmplitude += weighted;
        ofLengthscale += weighted * form.slope(frequencies[j], lengthscale);
      }
      if (amplitudeAdjoint !== null) amplitudeAdjoint[0] += ofAmplitude / amplitude;
      if (lengthscaleAdjoint !== null) lengthscaleAdjoint[0] += ofLengthscale;
    },
  };
}
