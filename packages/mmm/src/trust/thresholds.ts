// The limits of the trust checks. Why each is where it is: docs/trust.md.

/** The first is where a caution begins, the second where a failure does. */
export interface Limits {
  readonly caution: number;
  readonly fail: number;
}

export const trustThresholds: {
  /** Of a statistic's posterior predictive p-value, distance from the nearer end of [0, 1]. */
  readonly predictiveP: Limits;
  /** Of the residuals, at a lag of one period and at the season's lags. */
  readonly autocorrelation: Limits;
  /** Ljung–Box p-value below which an autocorrelation is not chance. */
  readonly ljungBoxP: number;
  /** Share of observations that LOO cannot judge. */
  readonly influentialShare: Limits;
  /** R² below which the model describes too little, and above which it may describe noise. */
  readonly r2: Limits & { readonly tooGood: number };
  /** Observed less promised coverage of the 94 % predictive intervals. */
  readonly coverageError: Limits;
  /** Out-of-sample coverage less what the intervals promise. */
  readonly holdoutCoverageError: Limits;
  /** Probability in the prior that the observed total lies on its side, distance from the nearer end. */
  readonly priorTail: Limits;
  /** Prior probability of a total KPI below zero. */
  readonly priorNegative: number;
  /** Width of the prior's 90 % interval of the total KPI over the observed total. */
  readonly priorWidth: number;
  /** 1 − variance of the posterior / variance of the prior, of log ROI. */
  readonly contraction: Limits;
  /** Distance of the posterior mean from the prior's, in standard deviations of the prior. */
  readonly shift: number;
  /** Power-scaling sensitivity. */
  readonly sensitivity: number;
  /** Share of spend in channels of which the data told nothing. */
  readonly priorOnlySpend: Limits;
  readonly varianceInflation: Limits;
  /** Partial correlation of two channels. */
  readonly channelCorrelation: Limits;
  /** A channel's least effect over its mean effect. */
  readonly leastEffect: Limits;
  /** Money back per money spent that no running channel is believed to reach. */
  readonly roi: number;
  /** Share of the KPI that one channel is not believed to bring. */
  readonly channelShare: number;
  /** Posterior mass beyond either of both. */
  readonly implausibleMass: Limits;
  /** Probability of a baseline below zero. */
  readonly negativeBaseline: Limits;
  /** Observations per parameter. */
  readonly observationsPerParameter: Limits;
  /** Bayes factor for a placebo's being worth nothing. */
  readonly placeboFactor: Limits;
  /** Width of the 90 % range of an ROI among the selected models of a search, over its mean. */
  readonly modelSpread: Limits;
} = {
  predictiveP: { caution: 0.01, fail: 0.001 },
  autocorrelation: { caution: 0.2, fail: 0.5 },
  ljungBoxP: 0.01,
  influentialShare: { caution: 0.01, fail: 0.1 },
  r2: { caution: 0.5, fail: 0, tooGood: 0.99 },
  coverageError: { caution: 0.03, fail: 0.1 },
  holdoutCoverageError: { caution: 0.05, fail: 0.15 },
  priorTail: { caution: 0.05, fail: 0.01 },
  priorNegative: 0.2,
  priorWidth: 10,
  contraction: { caution: 0.5, fail: 0.1 },
  shift: 2,
  sensitivity: 0.05,
  priorOnlySpend: { caution: 0.1, fail: 0.5 },
  varianceInflation: { caution: 5, fail: 10 },
  channelCorrelation: { caution: 0.7, fail: 0.9 },
  leastEffect: { caution: 0.5, fail: 0.8 },
  roi: 20,
  channelShare: 0.5,
  implausibleMass: { caution: 0.05, fail: 0.5 },
  negativeBaseline: { caution: 0.05, fail: 0.2 },
  observationsPerParameter: { caution: 10, fail: 3 },
  placeboFactor: { caution: 1 / 3, fail: 1 / 10 },
  modelSpread: { caution: 1, fail: 2 },
};
