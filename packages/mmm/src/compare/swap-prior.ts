// What a framework believes of returns before it sees the KPI, in terms another model can take over.
import { meanOf, standardDeviationOf } from "../analysis/estimates.ts";
import type { Panel } from "../data/panel.ts";
import type { ChannelSpec, ModelSpec, PriorSpec } from "../model/spec.ts";
import { priorFit } from "../trust/prior-draws.ts";
import { channelDraws } from "./channel-draws.ts";

/** Draws from the prior, and the seed of their stream. */
const impliedDraws = 1000;
const impliedSeed = 1;

/**
 * Each channel's prior of its ROI: as it is stated where it is stated in ROI, else the log-normal with the mean and standard
 * deviation of the logarithms of the ROI that draws from the whole prior imply, those above 0. By channel; null where they
 * imply none above 0 in at least half of the draws.
 */
export function roiPriors(panel: Panel, spec: ModelSpec): readonly (PriorSpec | null)[] {
  const stated = spec.channels.map(statedRoi);
  if (stated.every((prior) => prior !== undefined)) return stated;
  const implied = channelDraws(priorFit(panel, spec, impliedDraws, impliedSeed), impliedDraws);
  return spec.channels.map(({ name }, index) => {
    const known = stated[index];
    if (known !== undefined) return known;
    const logs = (implied.find((each) => each.name === name)?.roi ?? new Float64Array(0))
      .filter((roi) => roi > 0)
      .map(Math.log);
    if (logs.length < impliedDraws / 2) return null;
    return { distribution: "log-normal", mu: meanOf(logs), sigma: standardDeviationOf(logs) };
  });
}

/** A return that is stated for all of the time; Meridian's may be about a part of it and is then not the same thing. */
function statedRoi({ priors }: ChannelSpec): PriorSpec | undefined {
  return priors.roi;
}
