// The line beside every ROI: whether it can be used, and the first reason why not.
import { intervalOfSorted, quantileOfSorted } from "../analysis/estimates.ts";
import type { TrustFacts } from "./trust-facts.ts";
import type { ChannelFinding, ChannelTrust, TrustCheck } from "./trust-report.ts";
import { byGravity } from "./verdicts.ts";

/** What matters most for an ROI comes first: it is the reason given where several are as grave. */
const order: readonly TrustCheck["id"][] = [
  "contraction",
  "model-spread",
  "plausible-roi",
  "collinearity",
  "prior-sensitivity",
  "extrapolation",
];

export function channelTrust({ fit, roi }: TrustFacts, checks: readonly TrustCheck[], level: number): ChannelTrust[] {
  const unconverged = checks.find(({ id, verdict }) => id === "convergence" && verdict === "fail");
  return fit.spec.channels.map(({ name }, index) => {
    const findings = findingsOf(name, checks);
    const worst =
      unconverged === undefined
        ? byGravity(findings)[0]
        : { channel: name, verdict: "fail" as const, numbers: [], reason: "the chains have not converged" };
    const sorted = Float64Array.from(roi[index]).sort();
    const [lower, upper] = intervalOfSorted(sorted, level);
    const contraction = contractionOf(name, checks);
    return {
      name,
      verdict: worst.verdict,
      line: `${name}: ${worst.verdict} – ${worst.reason}`,
      roi: { median: quantileOfSorted(sorted, 0.5), lower, upper },
      priorShare: contraction === null ? null : Math.min(1, 1 - contraction),
    };
  });
}

/** Null where there is no prior. */
function contractionOf(channel: string, checks: readonly TrustCheck[]): number | null {
  const findings = checks.find(({ id }) => id === "contraction")?.channels ?? [];
  return findings.find((finding) => finding.channel === channel)?.numbers[0]?.value ?? null;
}

/** Of every check that is about channels, the most telling first. */
function findingsOf(channel: string, checks: readonly TrustCheck[]): ChannelFinding[] {
  return order.flatMap((wanted) =>
    checks
      .filter(({ id }) => id === wanted)
      .flatMap(({ channels = [] }) => channels.filter((finding) => finding.channel === channel)),
  );
}
