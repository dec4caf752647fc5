// The negative binomial distribution of counts, by its mean and how much rates vary: a Poisson whose rate is gamma.
import { exp, log, log1p } from "../math/exponentials.ts";
import { digamma, logGamma } from "../math/special.ts";
import type { RandomStream } from "../random/random-stream.ts";
import { sampleLogGamma } from "./gamma.ts";
import { samplePoisson } from "./poisson.ts";

/**
 * log p(count) with mean μ and dispersion σ, the standard deviation of the rate as a share of its mean: the variance is
 * μ + σ²μ². With the shape α = 1/σ²: Γ(y+α) / (Γ(α) y!) · (α/(α+μ))^α (μ/(α+μ))^y. Counts are whole numbers ≥ 0, μ and σ > 0.
 */
export function negativeBinomialLogDensity(count: number, mean: number, dispersion: number): number {
  const shape = 1 / (dispersion * dispersion);
  return shapePart(count, shape) + meanPart(count, mean, shape);
}

/** What hangs on the shape and the count alone: log Γ(y+α) − log Γ(α) − log y!. */
function shapePart(count: number, shape: number): number {
  return logGamma(count + shape) - logGamma(shape) - logGamma(count + 1);
}

/** −α log(1 + μ/α) + y log(μ/(α+μ)). */
function meanPart(count: number, mean: number, shape: number): number {
  const power = count === 0 ? 0 : count * log(mean / (shape + mean));
  return power - shape * log1p(mean / shape);
}

/** ∂/∂log μ of the log density: α (y − μ) / (α + μ). */
export function negativeBinomialMeanSlope(count: number, mean: number, dispersion: number): number {
  const shape = 1 / (dispersion * dispersion);
  return (shape * (count - mean)) / (shape + mean);
}

/** ∂/∂log σ of the log density. */
export function negativeBinomialDispersionSlope(count: number, mean: number, dispersion: number): number {
  const shape = 1 / (dispersion * dispersion);
  const ofShape = digamma(count + shape) - digamma(shape) - log1p(mean / shape) + (mean - count) / (shape + mean);
  return -2 * shape * ofShape;
}

/** One draw. */
export function sampleNegativeBinomial(stream: RandomStream, mean: number, dispersion: number): number {
  const shape = 1 / (dispersion * dispersion);
  return samplePoisson(stream, mean * exp(sampleLogGamma(stream, shape) - log(shape)));
}
