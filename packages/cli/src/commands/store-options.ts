// The options of every verb that reads or writes the run store.
import { openRunStore, type RunStore } from "@carryover/connect";
import type { OptionSpec, OptionValues } from "../options.ts";

const defaultStore = ".carryover/runs";

export const storeOptions: Readonly<Record<string, OptionSpec>> = {
  store: { value: "DIR", help: `folder of runs (default ${defaultStore})` },
};

export function storeOf(values: OptionValues): RunStore {
  return openRunStore(values.text("store") ?? defaultStore);
}
