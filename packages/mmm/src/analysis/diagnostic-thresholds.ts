// The limits a fit is held to, and how far beyond them its numbers stop being usable.

/** Sources: Vehtari et al. (2021) for R-hat and ESS, Betancourt (2016) for E-BFMI. */
export const diagnosticThresholds: {
  /** Largest R-hat that passes is below this. */
  readonly rhat: number;
  readonly rhatFail: number;
  /** Smallest bulk and tail ESS that passes is above this. */
  readonly ess: number;
  readonly essFail: number;
  readonly bfmi: number;
  readonly bfmiFail: number;
  /** No divergence passes; from this share of all draws on they fail. */
  readonly divergentShareFail: number;
  /** Up to this share of observations that LOO cannot judge, the posterior's verdict stands: they are named all the same. */
  readonly badParetoShare: number;
  /** Up to this Pareto k-hat a preview's weighted draws are usable (Zhang et al. 2022). */
  readonly previewParetoK: number;
  /** Several geos: intervals of what all have in common are too narrow by the square root of this. */
  readonly sharedShockFactor: number;
} = {
  rhat: 1.01,
  rhatFail: 1.05,
  ess: 400,
  essFail: 100,
  bfmi: 0.3,
  bfmiFail: 0.15,
  divergentShareFail: 0.005,
  badParetoShare: 0.01,
  previewParetoK: 0.7,
  sharedShockFactor: 1.5,
};
