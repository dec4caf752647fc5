// Densities with known moments, as posteriors of one vector variable.
import type { Posterior } from "../../src/graph/log-density.ts";

/** Wraps a log density; chains start from a standard normal. */
function posteriorOf(dim: number, evaluate: Posterior["evaluate"]): Posterior {
  return {
    dim,
    evaluate,
    variables: [{ name: "x", dims: ["i"], shape: [dim], offset: 0 }],
    coordinates: { i: Array.from({ length: dim }, (_, i) => String(i)) },
    recordLength: dim,
    initialPosition: (stream) => Float64Array.from({ length: dim }, () => stream.normal()),
    record: (position, _stream, record) => record.set(position),
  };
}

/** A stationary autoregression with variance 1: covariance correlation^|i − j|. */
export function autoregression(dim: number, correlation: number): Posterior {
  const precision = 1 / (1 - correlation ** 2);
  return posteriorOf(dim, (position, gradient) => {
    let total = 0;
    for (let i = 0; i < dim; i += 1) {
      const isEnd = i === 0 || i === dim - 1;
      let pull = position[i] * precision * (isEnd ? 1 : 1 + correlation ** 2);
      if (i > 0) pull -= correlation * precision * position[i - 1];
      if (i < dim - 1) pull -= correlation * precision * position[i + 1];
      gradient[i] = -pull;
      total += pull * position[i];
    }
    return -0.5 * total;
  });
}

/** Independent normals of standard deviation 1, but for one direction (1, −1, 1, …)/√dim of standard deviation `width`. */
export function oneWideDirection(dim: number, width: number): Posterior {
  const part = (i: number): number => (i % 2 === 0 ? 1 : -1) / Math.sqrt(dim);
  return posteriorOf(dim, (position, gradient) => {
    let along = 0;
    for (let i = 0; i < dim; i += 1) along += part(i) * position[i];
    let total = 0;
    for (let i = 0; i < dim; i += 1) {
      gradient[i] = -(position[i] - (1 - width ** -2) * along * part(i));
      total += gradient[i] * position[i];
    }
    return 0.5 * total;
  });
}

/** Neal's funnel: x₀ ~ N(0, 3), the others ~ N(0, exp(x₀/2)). */
export function funnel(dim: number): Posterior {
  return posteriorOf(dim, (position, gradient) => {
    const neck = position[0];
    const precision = Math.exp(-neck);
    let value = -(neck * neck) / 18;
    gradient[0] = -neck / 9;
    for (let i = 1; i < dim; i += 1) {
      const square = precision * position[i] ** 2;
      value -= 0.5 * (square + neck);
      gradient[i] = -precision * position[i];
      gradient[0] += 0.5 * (square - 1);
    }
    return value;
  });
}
