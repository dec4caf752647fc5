// carryover schema: the JSON Schema of the configuration, for editors.
import { configJsonSchema } from "@carryover/mmm";
import type { Command } from "../options.ts";

export const schemaCommand: Command = {
  name: "schema",
  summary: "print the JSON Schema of the configuration, for editors",
  positionals: [],
  options: {},
  notes: [
    "With it an editor completes keys and marks mistakes: see the first line of a file written by carryover init.",
  ],
  run({ console }) {
    console.print(schemaText().trimEnd());
    console.result({ schema: configJsonSchema() });
    return Promise.resolve("done");
  },
};

export function schemaText(): string {
  return `${JSON.stringify(configJsonSchema(), undefined, 2)}\n`;
}
