// Numbers inside the sentences of an evaluation.

/** 0.463 → `46 %`, the space narrow and not breaking. */
export function formatShare(share: number): string {
  return `${(100 * share).toFixed(0)}\u202f%`;
}

/** A number with as many digits as a limit deserves: `1.032`, `0.21`, `83`. */
export function formatDiagnostic(value: number): string {
  if (!Number.isFinite(value)) return "not a number";
  if (Math.abs(value) >= 10) return value.toFixed(0);
  return Math.abs(value) >= 1 ? value.toFixed(3) : value.toFixed(2);
}

/** `a`, `a and b`, `a, b and 3 more`: at most `shown` names. */
export function formatList(names: readonly string[], shown = 4): string {
  if (names.length > shown) return `${names.slice(0, shown).join(", ")} and ${names.length - shown} more`;
  return names.length < 2 ? (names[0] ?? "") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}

/** What an interval of the draws leaves one: sure; or, of selected models, whose spread is no degree of belief, of the models. */
export function sureWord(ensemble: unknown): "sure" | "of the models" {
  return ensemble === undefined ? "sure" : "of the models";
}

/** How often something held among the draws: a probability, or of selected models a share. */
export function chanceWords(ensemble: unknown, probability: string): string {
  return ensemble === undefined ? `with probability ${probability}` : `in ${probability} of the models`;
}
