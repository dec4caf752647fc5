// One evaluated model of a search in Robyn's manner, as plain data.

/** Errors that the search makes small. */
interface CandidateErrors {
  /** Root mean squared error over the range of the KPI; of the validation rows where there are any. */
  readonly nrmse: number;
  /** Distance of effect shares from spend shares, or at a refresh from the previous model's shares. */
  readonly rssd: number;
  /** Mean of |predicted lift − lift| / |lift|; 0 without lift tests. */
  readonly mapeLift: number;
}

/** How well rows are fitted. */
export interface CandidateAccuracy {
  readonly nrmse: number;
  /** Adjusted for the number of regressors; NaN where there are too few rows. */
  readonly rSquared: number;
}

export interface Candidate extends CandidateErrors {
  /** `trial_iteration`, both counted from 1. */
  readonly id: string;
  readonly trial: number;
  readonly iteration: number;
  /**
   * By Robyn's names: `<series>_alphas`, `_gammas`, and `_thetas` or `_shapes` and `_scales`; `lambda`, the place of lambda in
   * [0, 1]; `train_size` with validation; `<regressor>_penalty` with penalty factors.
   */
  readonly hyperparameters: Readonly<Record<string, number>>;
  /** Glmnet's lambda. */
  readonly lambda: number;
  readonly intercept: number;
  /** By regressor: media, organic, decomposition, controls, treatments; KPI per unit of the (transformed) regressor. */
  readonly coefficients: Readonly<Record<string, number>>;
  /** By paid or organic series: the adstocked value of half the effect, in money (exposure times `costPerExposure`). */
  readonly inflexions: Readonly<Record<string, number>>;
  /** Share of the prediction's sum over the window, by regressor, `intercept` among them. */
  readonly shares: Readonly<Record<string, number>>;
  /** By paid channel: its share of the effect of all paid channels over the window. */
  readonly effectShares: Readonly<Record<string, number>>;
  /** By paid channel: effect over the window by spend over the window; NaN without spend. */
  readonly returnOnSpend: Readonly<Record<string, number>>;
  readonly train: CandidateAccuracy;
  readonly validation?: CandidateAccuracy;
  readonly test?: CandidateAccuracy;
  /** Standard deviation of what the model leaves over in the rows that train (their number the divisor), in KPI units. */
  readonly residualScale: number;
}
