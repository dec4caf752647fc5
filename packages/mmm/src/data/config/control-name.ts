// What a control is called in every result.
import type { ConfigControl } from "./config.ts";

/** Its column; of a column of words, also the word that counts. */
export function controlName({ column, is }: Pick<ConfigControl, "column" | "is">): string {
  return is === null ? column : `${column}: ${is}`;
}
