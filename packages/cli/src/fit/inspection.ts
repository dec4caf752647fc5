// A partial summary of a running fit, as lines for people.
import type { Inspection } from "@carryover/engine";
import { alignedNumbers } from "../aligned-rows.ts";
import { duration } from "../progress.ts";

/** Rows shown: enough to see how it stands, few enough to stay on a screen. */
const mostRows = 12;

/** How many draws there are, how they mix, and the parameters known worst. */
export function inspectionLines({ draws, finished, summary, divergences, progress, samplingMs }: Inspection): string[] {
  const after = `after ${duration(samplingMs)}`;
  if (draws === undefined) {
    const furthest = progress.reduce((most, { iteration }) => Math.max(most, iteration), 0);
    return [`So far, ${after}: warming up, iteration ${furthest}; no draw is finished.`];
  }
  const worst = summary.toSorted((a, b) => order(a.essBulk) - order(b.essBulk)).slice(0, mostRows);
  const maxRhat = Math.max(...summary.map(({ rhat }) => rhat).filter(Number.isFinite));
  const head = [
    `${draws.draws} draws in each of ${draws.chains} chains (${finished.join(", ")} finished)`,
    `${divergences} divergent`,
    ...(Number.isFinite(maxRhat) ? [`R-hat at most ${maxRhat.toFixed(3)}`] : []),
  ];
  const rows = worst.map(({ label, mean, sd, rhat, essBulk }) => [
    label,
    mean.toPrecision(4),
    sd.toPrecision(3),
    Number.isFinite(rhat) ? rhat.toFixed(3) : "–",
    Number.isFinite(essBulk) ? essBulk.toFixed(0) : "–",
  ]);
  const shown =
    worst.length < summary.length ? `the ${worst.length} of ${summary.length} with the smallest ESS` : "parameter";
  return [`So far, ${after}: ${head.join(", ")}.`, ...alignedNumbers([[shown, "mean", "sd", "R-hat", "ESS"], ...rows])];
}

/** What cannot be told yet comes first. */
function order(ess: number): number {
  return Number.isFinite(ess) ? ess : -1;
}
