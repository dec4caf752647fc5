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
 * From draws of both; of their logarithms where all are positive, which is the scale on which ratios like ROIs have priors.
 *
 * @see Schad, Betancourt & Vasishth (2021), Toward a principled Bayesian workflow in cognitive science, §3.3.2
 */
export function priorToPosterior(prior: Float64Array, posterior: Float64Array): PriorToPosterior {
  const isPositive = prior.every((value) => value > 0) && posterior.every((value) => value > 0);
  const [before, after] = [prior, posterior].map((draws) => momentsOf(isPositive ? draws.map(Math.log) : draws));
  return { contraction: 1 - (after.sd / before.sd) ** 2, shift: (after.mean - before.mean) / before.sd };
}

export function checkContraction({ fit, roi }: TrustFacts, prior: PriorFacts): TrustCheck {
  const channels = fit.spec.channels.map(({ name }, index): ChannelFinding => {
    const { contraction, shift } = priorToPosterior(prior.roi[index], roi[index]);
    const finding = channelFinding(name, contraction, shift);
    return isRefreshed(fit) ? ofRefreshed(finding) : finding;
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

/** Whether the priors are what an earlier fit found: they hold data, too. */
function isRefreshed({ spec }: TrustFacts["fit"]): boolean {
  return spec.elementPriors !== undefined || spec.silenced !== undefined;
}

function ofRefreshed(finding: ChannelFinding): ChannelFinding {
  if (finding.verdict !== "fail") return finding;
  return {
    ...finding,
    verdict: "caution",
    reason: "the new data say little of its ROI, which rests on the earlier fit",
  };
}

function channelFinding(channel: string, contraction: number, shift: number): ChannelFinding {
  const numbers = [numbered("contraction", contraction), numbered("shift in prior sd", shift)];
  if (!Number.isFinite(contraction)) {
    return {
      channel,
      verdict: "fail",
      numbers,
      reason: "nothing can be said of its ROI: it had no spend, or no prior",
    };
  }
  const verdict = belowIsBad(contraction, limits);
  const left = Math.min(1, 1 - contraction);
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
