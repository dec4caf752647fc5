// Channel and component names as they are shown: `print_ooh` reads "Print OOH".
import type { Evaluation } from "../analysis/evaluation.ts";
import { capitalized } from "./format.ts";

const acronyms = new Set(["tv", "ooh", "dooh", "ctv", "ott", "seo", "sea", "sem", "ppc", "sms", "crm", "pr"]);
const spelled: Readonly<Record<string, string>> = { youtube: "YouTube", tiktok: "TikTok", linkedin: "LinkedIn" };

/** Underscores and hyphens become spaces, known acronyms upper case, the first letter a capital. */
export function displayName(name: string): string {
  const words = name
    .split(/[_\s-]+/)
    .filter((word) => word !== "")
    .map((word) => {
      const lower = word.toLowerCase();
      return spelled[lower] ?? (acronyms.has(lower) ? word.toUpperCase() : word);
    });
  return words.length === 0 ? name : capitalized(words.join(" "));
}

/** Display names of a list, kept as they are where two would read the same. */
export function displayNames(names: readonly string[]): readonly string[] {
  const shown = names.map(displayName);
  return new Set(shown).size === names.length ? shown : names;
}

/** The channels' display names, in the order of the spec. */
export function channelLabels(evaluation: Evaluation): readonly string[] {
  return displayNames(evaluation.channels.map((channel) => channel.name));
}

/** What the KPI is called in a sentence: `revenue`, or its own name for units. */
export function kpiWord(evaluation: Evaluation): string {
  return evaluation.kpi.kind === "revenue" ? "revenue" : evaluation.kpi.name.replace(/[_-]+/g, " ").toLowerCase();
}

/** The currency of KPI amounts; null when the KPI is counted in units. */
export function kpiCurrency(evaluation: Evaluation): string | null {
  return evaluation.kpi.kind === "revenue" ? evaluation.currency : null;
}
