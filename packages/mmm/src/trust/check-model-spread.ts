// Do the selected models of a search agree about each ROI?
import { intervalOfSorted } from "../analysis/estimates.ts";
import { formatList } from "../analysis/format.ts";
import { trustThresholds } from "./thresholds.ts";
import type { TrustFacts } from "./trust-facts.ts";
import type { ChannelFinding, TrustCheck } from "./trust-report.ts";
import { aboveIsBad, figure, gravest, numbered } from "./verdicts.ts";

const limits = trustThresholds.modelSpread;
/** Of the draws between which the ends are taken. */
const held = 0.9;

export function checkModelSpread({ fit, roi }: Pick<TrustFacts, "fit" | "roi">): TrustCheck {
  return modelSpread(fit.spec.channels.map(({ name }, index) => ({ name, roi: roi[index] })));
}

/** @param channels  each with its ROI, (draw) */
export function modelSpread(channels: readonly { readonly name: string; readonly roi: Float64Array }[]): TrustCheck {
  const findings = channels.map(({ name, roi }) => channelFinding(name, roi));
  const verdict = gravest(findings.map((finding) => finding.verdict));
  const bad = findings.filter((finding) => finding.verdict !== "pass").map(({ channel }) => channel);
  return {
    id: "model-spread",
    title: "Selected models agree",
    critical: false,
    verdict,
    numbers: findings.map(({ channel, numbers }) => ({ name: `spread of ${channel}`, value: numbers[0].value })),
    threshold: `width of the 90 % range of an ROI over its mean below ${limits.caution} (fails from ${limits.fail})`,
    reason:
      bad.length === 0
        ? "Models that fit the data alike give every channel about the same ROI."
        : `Models that fit the data alike give ${formatList(bad)} quite different ROIs.`,
    remedy:
      bad.length === 0
        ? null
        : "Narrow the ranges of these channels by what is known of them, calibrate by a lift test, or vary their spend.",
    channels: findings,
  };
}

function channelFinding(channel: string, roi: Float64Array): ChannelFinding {
  const sorted = Float64Array.from(roi).sort();
  const [lower, upper] = intervalOfSorted(sorted, held);
  const mean = roi.reduce((sum, value) => sum + value, 0) / roi.length;
  const spread = (upper - lower) / Math.abs(mean);
  const numbers = [numbered("width of the 90 % range over the mean", spread)];
  if (lower === 0 && upper === 0) {
    return { channel, verdict: "caution", numbers, reason: "every selected model leaves it without effect" };
  }
  const verdict = aboveIsBad(spread, limits);
  const range = `${figure(lower)} to ${figure(upper)}`;
  return {
    channel,
    verdict,
    numbers,
    reason:
      verdict === "pass"
        ? `the selected models agree on its ROI, ${range}`
        : `models that fit alike give it an ROI anywhere from ${range}`,
  };
}
