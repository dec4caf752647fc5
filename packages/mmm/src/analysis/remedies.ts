// What to do about a parameter that did not mix: the remedy depends on what the parameter is.
import type { ModelKind } from "../model/spec.ts";

/** Parameters that share a cause, and therefore a remedy. */
export interface ParameterGroup {
  /** The channel whose effect they describe; null for organic channels, the baseline and the noise. */
  readonly channel: string | null;
  readonly labels: readonly string[];
}

/** Of an organic channel, by our names and by Meridian's. */
function isOrganic(label: string): boolean {
  return /^organic_|_o(m|rf)\[/.test(label);
}

/** Groups labels by channel, those of organic channels together and the rest together, in the order in which they come. */
export function groupByCause(labels: readonly string[], channels: readonly string[]): ParameterGroup[] {
  const groups = new Map<string, ParameterGroup & { readonly labels: string[] }>();
  for (const label of labels) {
    const element = /\[(.*)\]$/.exec(label)?.[1];
    // geo_media[tv,north] is one of tv's.
    const channel = channels.find((each) => element === each || element?.startsWith(`${each},`)) ?? null;
    const key = channel === null ? (isOrganic(label) ? "organic" : "rest") : `channel ${channel}`;
    const group = groups.get(key) ?? { channel, labels: [] };
    group.labels.push(label);
    groups.set(key, group);
  }
  return [...groups.values()];
}

/** Imperative clauses, without a full stop, that remove the cause of a group's bad mixing. */
export function structuralRemedy({ channel, labels }: ParameterGroup, kind: ModelKind): string {
  if (channel === null && labels.every(isOrganic)) {
    return "tighten the priors of the organic channels, or merge those that are shown together: without spend their contribution alone is stated";
  }
  if (channel === null) {
    return labels.every((label) => label === "sigma")
      ? "tighten the prior of the noise, or look for outliers that a control or holiday should explain"
      : "drop or merge controls that move together, or tighten the priors of the baseline: its terms can stand in for one another and for media that are always on";
  }
  const onlyCarryover = labels.every((label) => /retention|adstock|peak_delay|^alpha_/.test(label));
  if (onlyCarryover) {
    return `tighten the prior of the carryover of ${channel}: its spend pauses too seldom to show how long it works`;
  }
  if (kind === "meridian" && labels.every((label) => /^(eta|beta_g)_?(m|om|rf|orf)/.test(label))) {
    return `tighten model.meridian.priors.media_sd: the geos tell too little about how differently ${channel} works in them`;
  }
  if (labels.every((label) => label.startsWith("geo_media"))) {
    return `tighten model.priors.geo_media_sd: the geos tell too little about how differently ${channel} works in them`;
  }
  if (kind === "meridian") {
    return `tighten the priors of the retention and the half saturation of ${channel}, or narrow its return by an experiment: its spend varies too little to tell carryover, curve and effect apart`;
  }
  const floor = kind === "adelon" ? ` or use model "default", which keeps slopes away from zero,` : "";
  return `tighten the prior of the slope of ${channel},${floor} or calibrate its ROI with an experiment: its spend varies too little to tell slope, half saturation and effect apart`;
}

/** How many times as long to draw to bring an ESS up to a limit, at least twice. */
export function drawFactor(ess: number, limit: number): number {
  return Number.isFinite(ess) && ess > 0 ? Math.max(2, Math.ceil(limit / ess)) : 2;
}

/** The next target acceptance to try: half of the way to 1, 0.99 at most. */
export function raisedTargetAccept(targetAccept: number): number {
  return Math.min(0.99, Math.round(100 * (1 - (1 - targetAccept) / 2)) / 100);
}

export function capitalize(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
