// A run as the list of runs shows it: the API's answer and the dashboard's type.
import type { RunEntry, RunManifest } from "@carryover/connect";

export interface RunSummary {
  readonly kind: "run";
  readonly id: string;
  readonly name: string;
  /** ISO time, UTC. */
  readonly created: string;
  readonly status: RunManifest["status"];
  readonly verdict: RunManifest["verdict"];
  readonly sentence: string | null;
  readonly model: string;
  readonly dataSource: string;
  readonly dataDigest: string;
  readonly firstDate: string;
  readonly lastDate: string;
  readonly currency: string;
  readonly samplingSeconds: number;
  readonly r2: number | null;
  readonly roas: readonly {
    readonly channel: string;
    readonly mean: number;
    readonly lower: number;
    readonly upper: number;
  }[];
}

export interface DamagedRun {
  readonly kind: "damaged";
  readonly id: string;
  readonly reason: string;
}

export interface RunList {
  /** Newest first. */
  readonly runs: readonly (RunSummary | DamagedRun)[];
}

export function summarizeRun(entry: RunEntry): RunSummary | DamagedRun {
  if (entry.kind === "damaged") return { kind: "damaged", id: entry.id, reason: entry.reason };
  const { manifest } = entry;
  const { data, results } = manifest;
  return {
    kind: "run",
    id: manifest.id,
    name: manifest.name,
    created: manifest.created,
    status: manifest.status,
    verdict: manifest.verdict,
    sentence: manifest.diagnostics?.sentence ?? null,
    model: manifest.model,
    dataSource: data.source,
    dataDigest: data.digest,
    firstDate: data.firstDate,
    lastDate: data.lastDate,
    currency: data.currency,
    samplingSeconds: manifest.timings.samplingSeconds,
    r2: results?.r2 ?? null,
    roas: (results?.roas ?? []).map(({ channel, mean, lower, upper }) => ({ channel, mean, lower, upper })),
  };
}
