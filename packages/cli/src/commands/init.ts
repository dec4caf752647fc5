// carryover init: a commented configuration from a table's columns.
import { access, writeFile } from "node:fs/promises";
import { dirname, join, relative, resolve, sep } from "node:path";
import { readTable } from "@carryover/connect";
import { suggestConfig } from "@carryover/mmm";
import { defaultConfigName } from "../config/project.ts";
import { starterConfig } from "../config/starter-config.ts";
import { UsageError } from "../errors.ts";
import type { Command } from "../options.ts";
import { schemaText } from "./schema.ts";

const schemaName = "carryover.schema.json";

export const initCommand: Command = {
  name: "init",
  summary: "write a commented configuration from the columns of a CSV or Parquet file",
  positionals: ["DATA"],
  options: {
    out: { value: "FILE", short: "o", help: `where to write it (default ./${defaultConfigName})` },
    force: { help: "replace a configuration that is there" },
  },
  notes: [`Beside the configuration goes ${schemaName}, with which editors complete and check it.`],
  async run({ values, positionals, console }) {
    const data = positionals[0] ?? "";
    const out = resolve(values.text("out") ?? defaultConfigName);
    const isThere = await access(out).then(
      () => true,
      () => false,
    );
    if (isThere && !values.isSet("force")) {
      throw new UsageError(`${out} is already there; give --out another name, or replace it with --force`);
    }
    const suggestion = suggestConfig(await readTable(data));
    const dataPath = relative(dirname(out), resolve(data)).split(sep).join("/");
    await writeFile(join(dirname(out), schemaName), schemaText());
    await writeFile(out, starterConfig({ suggestion, dataPath, schemaName }));

    const { config, ignored, notes } = suggestion;
    console.print(
      `Wrote ${out}`,
      `  KPI       ${config.data.kpi.column} (${config.data.kpi.kind})`,
      `  channels  ${config.channels.map((channel) => channel.name).join(", ") || "none found"}`,
      ...(config.organic.length === 0 ? [] : [`  organic   ${config.organic.map(({ name }) => name).join(", ")}`]),
      `  controls  ${config.controls.map((control) => (typeof control === "string" ? control : `${control.column}: ${control.is}`)).join(", ") || "none"}`,
      ...(ignored.length === 0 ? [] : [`  left out  ${ignored.map(({ column }) => column).join(", ")}`]),
      ...notes.map((note) => `To check: ${note}`),
      "Read it through, then run: carryover check",
    );
    console.result({ config: out, schema: join(dirname(out), schemaName), guess: suggestion });
    return "done";
  },
};
