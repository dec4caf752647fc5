// How much the data taught about each ROI: the narrowing, and the move, from prior to posterior.
import { formatList, formatShare } from "../analysis/format.ts";
import type { PriorFacts } from "./prior-facts.ts";
import { trustThresholds } from "./thresholds.ts";
import { momentsOf, type TrustFacts } from "./trust-facts.ts";
import type { ChannelFinding, TrustCheck } from "./trust-report.ts";
import { belowIsBad, figure, gravest, numbered } from "./verdicts.ts";

const { contraction: limits, shift: shiftLimit } = trustThresholds;

export interface PriorToPosterior {
  /** 1 − variance of the posterior / variance of the prior: 0 where the data taught nothing, 1 where they decided. */
  readonly contraction: number;
  /** Posterior mean less the prior's, in standard deviations of the prior. */
  readonly shift: number;
}

/**
 * From draws of both; NaN where the posterior's do not vary. Of their logarithms where all are positive, which is the scale on which ratios like ROIs have priors.
 *
 * @see Schad, Betancourt & Vasishth (2021), Toward a principled Bayesian workflow in cognitive science, §3.3.2
 */
export function priorToPosterior(prior: Float64Array, posterior: Float64Array): PriorToPosterior {
  const isPositive = prior.every((value) => value > 0) && posterior.every((value) => value > 0);
  const [before, after] = [prior, posterior].map((draws) => momentsOf(isPositive ? draws.map(Math.log) : draws));
  // The ROI of a channel without spend is stated as 0 in every draw: nobody learned that.
  if (posterior.every((value) => value === posterior[0])) return { contraction: Number.NaN, shift: Number.NaN };
  return { contraction: 1 - (after.sd / before.sd) ** 2, shift: (after.mean - before.mean) / before.sd };
}

export function checkContraction({ fit: { spec }, roi }: TrustFacts, prior: PriorFacts): TrustCheck {
  return contraction(
    spec.channels.map(({ name }, index) => ({ name, prior: prior.roi[index], posterior: roi[index] })),
    spec.elementPriors !== undefined || spec.silenced !== undefined,
  );
}

export interface ContractionInput {
  readonly name: string;
  /** Draws of the ROI before the data, and after. */
  readonly prior: Float64Array;
  readonly posterior: Float64Array;
}

/** @param isRefreshed  whether the priors are what an earlier fit found: they hold data, too */
export function contraction(inputs: readonly ContractionInput[], isRefreshed = false): TrustCheck {
  const channels = inputs.map(({ name, prior, posterior }): ChannelFinding => {
    const finding = channelFinding(name, priorToPosterior(prior, posterior));
    return isRefreshed ? ofRefreshed(finding) : finding;
  });
  const verdict = gravest(channels.map((channel) => channel.verdict));
  const named = (wanted: ChannelFinding["verdict"]): string[] =>
    channels.filter((channel) => channel.verdict === wanted).map(({ channel }) => channel);
  const only = named("fail");
  const partly = named("caution");
  const least = channels.reduce<ChannelFinding | undefined>(
    (lowest, each) => (lowest === undefined || contractionOf(each) < contractionOf(lowest) ? each : lowest),
    undefined,
  );
  return {
    id: "contraction",
    title: "The data taught the ROIs",
    critical: false,
    verdict,
    numbers: channels.map(({ channel, numbers }) => ({ name: `contraction of ${channel}`, value: numbers[0].value })),
    threshold: `1 − posterior variance / prior variance of log ROI above ${limits.caution} (below ${limits.fail} it is the prior); moved by at most ${shiftLimit} prior sd`,
    reason:
      only.length > 0
        ? `The data say nothing about the ROI of ${formatList(only)}: what is shown there is the prior.`
        : partly.length > 0
          ? `The ROI of ${formatList(partly)} rests on its prior as much as on the data, or lies where the prior hardly reached.`
          : `Every ROI is more data than prior; the least informed is that of ${least?.channel ?? "no channel"} (contraction ${figure(least?.numbers[0].value ?? Number.NaN)}).`,
    remedy:
      verdict === "pass"
        ? null
        : "Vary that channel's spend (pauses, geo tests), calibrate its ROI by an experiment, or say plainly that it is assumed.",
    channels,
  };
}

function contractionOf({ numbers }: ChannelFinding): number {
  return numbers[0].value ?? Number.NEGATIVE_INFINITY;
}

function ofRefreshed(finding: ChannelFinding): ChannelFinding {
  if (finding.verdict !== "fail") return finding;
  return {
    ...finding,
    verdict: "caution",
    reason: "the new data say little of its ROI, which rests on the earlier fit",
  };
}

function channelFinding(channel: string, { contraction: learned, shift }: PriorToPosterior): ChannelFinding {
  const numbers = [numbered("contraction", learned), numbered("shift in prior sd", shift)];
  if (!Number.isFinite(learned)) {
    return {
      channel,
      verdict: "fail",
      numbers,
      reason: "nothing can be said of its ROI: it had no spend, or no prior",
    };
  }
  const verdict = belowIsBad(learned, limits);
  const left = Math.min(1, 1 - learned);
  if (verdict !== "pass") return { channel, verdict, numbers, reason: `its ROI is ${formatShare(left)} prior` };
  if (Math.abs(shift) > shiftLimit) {
    const side = shift > 0 ? "above" : "below";
    return {
      channel,
      verdict: "caution",
      numbers,
      reason: `its ROI lies ${figure(Math.abs(shift))} prior standard deviations ${side} what its prior expected`,
    };
  }
  return { channel, verdict, numbers, reason: `its ROI is ${formatShare(1 - left)} data` };
}
