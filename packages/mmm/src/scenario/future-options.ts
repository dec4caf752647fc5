// Rules for the periods after the data, from the words they are given in.
import { nearestKey } from "../data/config/nearest-key.ts";
import type { Panel } from "../data/panel.ts";
import { type Problem, SpecError } from "../errors.ts";
import type { ControlRule, FutureRules, MediaRule } from "./future.ts";

export interface FutureWords {
  /** `last-year` (the default) or `recent`. */
  readonly media?: string | undefined;
  /** `hold`, `last-year`, a number; or by name: `price=hold, promotion=0`, with or without one for all others. */
  readonly controls?: string | undefined;
  /** `hold`, `last-year` or a number. */
  readonly value?: string | undefined;
}

const mediaRules: readonly MediaRule[] = ["last-year", "recent"];

/** @throws SpecError with every word that is no rule and every name that is no control */
export function parseFutureRules({ media, controls, value }: FutureWords, panel: Panel): FutureRules {
  const problems: Problem[] = [];
  const report = (option: string, text: string, found: string, remedy: string): void => {
    problems.push({ code: "bad-rule", severity: "error", value: text, found: `${option} "${text}": ${found}`, remedy });
  };
  const controlRule = (option: string, text: string): ControlRule | undefined => {
    const word = text.trim().toLowerCase();
    if (word === "hold" || word === "last-year") return word;
    if (word !== "" && Number.isFinite(Number(word))) return Number(word);
    report(option, text, "this is no rule", "Use hold, last-year or a number");
    return undefined;
  };
  const mediaRule = mediaRules.find((rule) => rule === media?.trim().toLowerCase());
  if (media !== undefined && mediaRule === undefined) {
    report("--future-media", media, "this is no rule", "Use last-year, recent, or a .csv or .parquet file");
  }
  const control: Record<string, ControlRule> = {};
  let others: ControlRule | undefined;
  const names = [...panel.controls, ...(panel.treatments ?? [])].map(({ name }) => name);
  for (const part of (controls ?? "").split(/[,;]/).filter((each) => each.trim() !== "")) {
    const [left, right] = part.split("=").map((each) => each.trim());
    const rule = controlRule("--future-controls", right ?? left);
    if (rule === undefined) continue;
    if (right === undefined) others = rule;
    else if (names.includes(left)) control[left] = rule;
    else {
      const nearest = nearestKey(left, names);
      const remedy = nearest === undefined ? `The controls are ${names.join(", ")}` : `Write ${nearest}`;
      report("--future-controls", left, "there is no such control", remedy);
    }
  }
  const worth = value === undefined ? undefined : controlRule("--future-value", value);
  if (problems.length > 0) throw new SpecError(problems);
  return { media: mediaRule ?? "last-year", controls: others, control, value: worth };
}
