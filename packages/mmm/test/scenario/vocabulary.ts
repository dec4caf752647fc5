// The names the grammar's tests speak of.
import { SpecError } from "../../src/errors.ts";
import { parseChange } from "../../src/scenario/parse-change.ts";
import type { Change, Vocabulary } from "../../src/scenario/scenario.ts";

export const vocabulary: Vocabulary = {
  channels: ["tv", "search", "social", "print_ooh", "Paid Video"],
  controls: ["price", "is_promotion", "off-trade index"],
  geos: ["North", "South West"],
  groups: { digital: ["search", "social"] },
};

export function read(text: string): Change {
  return parseChange(text, vocabulary);
}

/** The messages a text is refused with. */
export function refusals(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    if (error instanceof SpecError) return error.message;
    throw error;
  }
  return "";
}
