// What a search in Robyn's manner found, as plain data.
import type { Candidate } from "./candidate.ts";

/** One row for each evaluated model, in order of trial and iteration. */
export interface SearchEvaluations {
  readonly trial: readonly number[];
  readonly iteration: readonly number[];
  readonly nrmse: readonly number[];
  readonly rssd: readonly number[];
  readonly mapeLift: readonly number[];
  /** Pareto front, from 1; 0 for a model that no front was looked for: it is behind all that were needed, or its errors are not finite. */
  readonly front: readonly number[];
}

/** One of the twenty equal parts of the search, in order of iteration. */
export interface ConvergenceCut {
  readonly models: number;
  readonly median: number;
  readonly standardDeviation: number;
}

export interface ObjectiveConvergence {
  readonly objective: "nrmse" | "rssd" | "mapeLift";
  readonly cuts: readonly ConvergenceCut[];
  /** The last cut's standard deviation and what it must be below: the mean of the first three. */
  readonly standardDeviation: number;
  readonly standardDeviationLimit: number;
  /** The last cut's |median| and what it must be below: |median of the first − 2 standard deviations of the first three|. */
  readonly median: number;
  readonly medianLimit: number;
  readonly converged: boolean;
}

/** A spread over models, not the uncertainty of an estimate: it says nothing of sampling error. */
export interface SpreadInterval {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

export interface CandidateCluster {
  /** From 1, by falling weight of the winner. */
  readonly cluster: number;
  /** Ids of candidates, by rising error score. */
  readonly members: readonly string[];
  readonly winner: string;
  /** By paid channel: 95 % interval of the members' return on spend from 1000 resamples; null where one member has it. */
  readonly returnOnSpend: Readonly<Record<string, SpreadInterval | null>>;
}

/** A model that stands for its cluster, and how much it counts in the ensemble. */
export interface SelectedModel {
  readonly id: string;
  readonly cluster: number;
  /** Lower is better; among all candidates. */
  readonly errorScore: number;
  /** Positive; weights of all selected models sum to 1. */
  readonly weight: number;
}

export interface RobynSearch {
  readonly evaluations: SearchEvaluations;
  /** Models of the fronts that were taken, by rising error score. */
  readonly candidates: readonly Candidate[];
  /** By candidate, in their order. */
  readonly errorScores: readonly number[];
  /** Number of fronts that were taken. */
  readonly fronts: number;
  /** Ids of the first front, by rising NRMSE. */
  readonly firstFront: readonly string[];
  readonly clusters: readonly CandidateCluster[];
  /** One for each cluster, by falling weight. */
  readonly selected: readonly SelectedModel[];
  readonly convergence: readonly ObjectiveConvergence[];
  /** Area (volume with lift tests) that the first front dominates below errors of 1. */
  readonly hypervolume: number;
  /** Bounds that lambda's place is scaled to. */
  readonly lambdaRange: readonly [number, number];
  /** True when it was stopped before all iterations. */
  readonly interrupted: boolean;
  readonly searchSeconds: number;
  readonly selectionSeconds: number;
}
