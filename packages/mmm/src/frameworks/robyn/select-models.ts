// From candidates to the models that stand for them: one for each cluster, with its weight.
import { exp, openStream, standardDeviation } from "@carryover/engine";
import type { RobynSpec } from "../../model/robyn-spec.ts";
import type { Candidate } from "./candidate.ts";
import { clusterPoints } from "./cluster-candidates.ts";
import { errorScores } from "./error-score.ts";
import type { CandidateCluster, SelectedModel } from "./search-result.ts";
import { spreadIntervals } from "./spread-interval.ts";

/** A candidate and the genes it was made from. */
export interface ScoredCandidate {
  readonly candidate: Candidate;
  readonly genes: Float64Array;
  readonly errorScore: number;
}

export interface Selection {
  readonly clusters: readonly CandidateCluster[];
  readonly selected: readonly SelectedModel[];
}

/** Candidates with their error scores, the lowest first. NRMSE is that of the test rows where there are any. */
export function scoreCandidates(
  { objectives: { weights } }: RobynSpec,
  candidates: readonly { readonly candidate: Candidate; readonly genes: Float64Array }[],
): ScoredCandidate[] {
  const of = (error: (candidate: Candidate) => number): number[] => candidates.map((each) => error(each.candidate));
  const scores = errorScores(
    [of(({ test, nrmse }) => test?.nrmse ?? nrmse), of(({ rssd }) => rssd), of(({ mapeLift }) => mapeLift)],
    [weights.nrmse, weights.rssd, weights.mapeLift],
  );
  return candidates
    .map((each, index) => ({ ...each, errorScore: scores[index] }))
    .sort(
      (a, b) =>
        a.errorScore - b.errorScore ||
        a.candidate.trial - b.candidate.trial ||
        a.candidate.iteration - b.candidate.iteration,
    );
}

/**
 * Clusters the candidates by their places within the bounds; the lowest error score wins each. A winner's weight is in proportion to
 * exp(−½ (score − lowest score) / s), s the standard deviation of all candidates' scores: a convention, by which a model one standard
 * deviation behind counts .6 of the best, and no probability.
 *
 * @param candidates  the lowest error score first
 */
export function selectModels({ media, search }: RobynSpec, candidates: readonly ScoredCandidate[]): Selection {
  if (candidates.length === 0) return { clusters: [], selected: [] };
  const stream = openStream({ seed: search.seed, chain: 0, purpose: "resample" });
  const assignment = clusterPoints(
    candidates.map(({ genes }) => genes),
    search.clusters,
    stream,
  );
  // In order of their winners' scores, for candidates are.
  const groups = [...new Set(assignment)].map((own) => candidates.filter((_, index) => assignment[index] === own));
  const spread = standardDeviation(candidates.map(({ errorScore }) => errorScore));
  const lowest = candidates[0].errorScore;
  const raw = groups.map(([winner]) => (spread > 0 ? exp((-0.5 * (winner.errorScore - lowest)) / spread) : 1));
  const total = raw.reduce((sum, weight) => sum + weight, 0);
  const paid = media.filter(({ kind }) => kind === "paid");
  return {
    clusters: groups.map((members, index) => {
      const intervals = spreadIntervals(
        paid.map(({ name, sign }) => ({
          values: members.map(({ candidate }) => candidate.returnOnSpend[name]),
          floor: sign === "positive" ? 0 : Number.NEGATIVE_INFINITY,
        })),
        stream,
      );
      return {
        cluster: index + 1,
        members: members.map(({ candidate }) => candidate.id),
        winner: members[0].candidate.id,
        returnOnSpend: Object.fromEntries(paid.map(({ name }, channel) => [name, intervals[channel]])),
      };
    }),
    selected: groups.map(([winner], index) => ({
      id: winner.candidate.id,
      cluster: index + 1,
      errorScore: winner.errorScore,
      weight: raw[index] / total,
    })),
  };
}
