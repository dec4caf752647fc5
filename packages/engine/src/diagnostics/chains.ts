// The (chain, draw) shape every diagnostic reads, and the splitting of each chain into halves.

/** How many chains of how many draws a flat (chain, draw) array holds; every `Draws` is one. */
export interface ChainShape {
  readonly chains: number;
  readonly draws: number;
}

/** Fewer draws per chain than this cannot be diagnosed: every R-hat, ESS and MCSE is then NaN. */
const leastDraws = 4;

/**
 * Whether there is anything to diagnose: at least four draws per chain and no NaN among them.
 *
 * @throws RangeError when the array does not hold chains × draws values
 */
export function diagnosable(values: Float64Array, shape: ChainShape): boolean {
  if (values.length !== shape.chains * shape.draws) {
    throw new RangeError(
      `${values.length} values are not ${shape.chains} chains of ${shape.draws} draws; pass them as (chain, draw)`,
    );
  }
  return shape.chains >= 1 && shape.draws >= leastDraws && !hasNaN(values);
}

function hasNaN(values: Float64Array): boolean {
  for (let index = 0; index < values.length; index += 1) if (Number.isNaN(values[index])) return true;
  return false;
}

/** Whether all draws are equal: then there is nothing to mix, and means and quantiles carry no error. */
export function isConstant(values: Float64Array): boolean {
  return values.every((value) => value === values[0]);
}

/** Chains after cutting each in two. */
export interface SplitChains extends ChainShape {
  readonly values: Float64Array;
}

/**
 * Cuts every chain into its first and its last half, so that a trend within a chain shows up as a difference between
 * chains. Of an odd number of draws the middle one is dropped. All first halves come before all last halves.
 */
export function splitChains(values: Float64Array, shape: ChainShape): SplitChains {
  const half = Math.floor(shape.draws / 2);
  const split = new Float64Array(2 * shape.chains * half); // (half, chain, draw)
  for (let chain = 0; chain < shape.chains; chain += 1) {
    const start = chain * shape.draws;
    const end = start + shape.draws;
    split.set(values.subarray(start, start + half), chain * half);
    split.set(values.subarray(end - half, end), (shape.chains + chain) * half);
  }
  return { values: split, chains: 2 * shape.chains, draws: half };
}
