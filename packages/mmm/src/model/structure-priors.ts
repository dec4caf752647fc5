// Priors of what changes over time, of events and of the likelihood, where the configuration is silent.
import { normalPrior } from "./effects.ts";
import type { PriorSpec, StructuredKind } from "./spec.ts";

interface StructurePriors {
  readonly changepoint: PriorSpec;
  readonly event: PriorSpec;
  readonly eventWidth: PriorSpec;
  readonly degreesOfFreedom: PriorSpec;
  /** Basis functions; null: as many as the length scale's prior asks for. */
  readonly functions: number | null;
  readonly interceptAmplitude: PriorSpec;
  readonly mediaAmplitude: PriorSpec;
  readonly channelAmplitude: PriorSpec;
  /** For a training window of so many periods. */
  lengthscale(periods: number): PriorSpec;
}

const degreesOfFreedom: PriorSpec = { distribution: "gamma", shape: 2, rate: 0.1 };
const changepoint: PriorSpec = { distribution: "laplace", location: 0, scale: 0.25 };

const carryover: StructurePriors = {
  changepoint,
  event: normalPrior(0, 0.2),
  eventWidth: { distribution: "gamma", shape: 4, rate: 4 / 7 },
  degreesOfFreedom,
  functions: null,
  interceptAmplitude: { distribution: "half-normal", sd: 0.2 },
  mediaAmplitude: { distribution: "half-normal", sd: 0.5 },
  channelAmplitude: { distribution: "half-normal", sd: 0.3 },
  // A quarter of the window in the mean, a twelfth at the least: what changes faster is left to season and noise.
  lengthscale: (periods) => ({ distribution: "inverse-gamma", shape: 3, scale: periods / 2 }),
};

const exponential: PriorSpec = { distribution: "exponential", rate: 1 };

export const structurePriors: Readonly<Record<StructuredKind, StructurePriors>> = {
  default: carryover,
  adelon: carryover,
  "pymc-marketing": {
    ...carryover,
    event: normalPrior(0, 1),
    // Mean 7 days, standard deviation 1.
    eventWidth: { distribution: "gamma", shape: 49, rate: 7 },
    functions: 200,
    interceptAmplitude: exponential,
    mediaAmplitude: exponential,
    // Mean 5 periods, standard deviation 10.
    lengthscale: () => ({ distribution: "inverse-gamma", shape: 2.25, scale: 6.25 }),
  },
};

/** Where effects multiply: the level as a logarithm, and the noise as a share of it. */
export const logLinkPriors: Readonly<
  Record<StructuredKind, { readonly intercept: PriorSpec; readonly noise: PriorSpec }>
> = {
  default: { intercept: normalPrior(-0.3, 0.5), noise: { distribution: "half-normal", sd: 0.3 } },
  adelon: { intercept: normalPrior(0, 5), noise: { distribution: "half-normal", sd: 0.5 } },
  "pymc-marketing": { intercept: normalPrior(0, 5), noise: { distribution: "half-normal", sd: 0.5 } },
};
