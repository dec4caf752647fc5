// What the model believes before it sees the KPI: of its total, and of each channel's ROI.
import { parseDistribution } from "@carryover/engine";
import { posteriorSums } from "../analysis/posterior-sums.ts";
import { roasDraws } from "../analysis/roas.ts";
import { overGeos, sum, weightedTotals } from "../analysis/totals.ts";
import type { ChannelSpec } from "../model/spec.ts";
import { priorFit } from "./prior-draws.ts";
import type { TrustFacts } from "./trust-facts.ts";

export interface PriorFacts {
  /** Expected KPI of the cells the fit has seen, summed, (draw). */
  readonly totals: Float64Array;
  /** ROI of each channel, (draw), in the order of the specification. */
  readonly roi: readonly Float64Array[];
}

/** Points at which the quantile function of a prior stated in ROI is read: exact where draws would scatter. */
const quantilePoints = 4_000;

/** @param draws  from the prior */
export function priorFacts(
  { fit, places, seen, seed }: Pick<TrustFacts, "fit" | "places" | "seen" | "seed">,
  draws: number,
): PriorFacts {
  const { panel, spec } = fit;
  const sums = posteriorSums(priorFit(panel, spec, draws, seed), draws);
  return {
    totals: weightedTotals(sums.expected, Float64Array.from(seen)),
    roi: spec.channels.map((channel, index) => {
      const media = sums.media[places[index]];
      return (
        statedRoi(channel) ?? roasDraws(overGeos(media.money, panel.geos.length), sum(panel.media[places[index]].spend))
      );
    }),
  };
}

/** Quantiles of the prior of a channel's ROI; undefined where its prior is stated otherwise. */
export function statedRoi({ priors }: ChannelSpec): Float64Array | undefined {
  if (priors.roi === undefined) return undefined;
  const { family, args } = parseDistribution(priors.roi);
  return Float64Array.from({ length: quantilePoints }, (_, point) =>
    family.quantile((point + 0.5) / quantilePoints, args),
  );
}
