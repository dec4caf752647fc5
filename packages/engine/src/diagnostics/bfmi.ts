// E-BFMI: whether momentum resampling moves between energy levels as fast as the posterior's energy varies.
import { mean, variance } from "../math/statistics.ts";
import type { ChainShape } from "./chains.ts";

/**
 * Estimated Bayesian fraction of missing information of each chain: mean squared energy change over energy variance.
 * Below 0.3 the sampler explores the tails slowly; NaN for a chain whose energy never changes.
 *
 * @param energy  Hamiltonian energy of the kept draws, (chain, draw)
 * @returns       one value per chain
 * @throws RangeError when the array does not hold chains × draws values
 * @see Betancourt (2016), Diagnosing suboptimal cotangent disintegrations in Hamiltonian Monte Carlo
 */
export function bfmi(energy: Float64Array, shape: ChainShape): Float64Array {
  if (energy.length !== shape.chains * shape.draws) {
    throw new RangeError(`${energy.length} energies are not ${shape.chains} chains of ${shape.draws} draws`);
  }
  const fractions = new Float64Array(shape.chains);
  for (let chain = 0; chain < shape.chains; chain += 1) {
    const own = energy.subarray(chain * shape.draws, (chain + 1) * shape.draws);
    const changes = own.subarray(1).map((value, index) => (value - own[index]) ** 2);
    fractions[chain] = mean(changes) / variance(own);
  }
  return fractions;
}
