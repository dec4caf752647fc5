// carryover report: a run's HTML report as one file.
import { copyFile } from "node:fs/promises";
import { join } from "node:path";
import type { Command } from "../options.ts";
import { writeReport } from "../supplements.ts";
import { evaluationOf } from "./evaluate.ts";
import { storeOf, storeOptions } from "./store-options.ts";

export const reportCommand: Command = {
  name: "report",
  summary: "write a run's HTML report again, as one file that opens offline",
  positionals: ["[ID]"],
  options: { ...storeOptions, out: { value: "FILE", short: "o", help: "copy the report to this file" } },
  notes: ["ID is a run's id, a beginning that only it has, or latest (the default)."],
  async run({ values, positionals, console }) {
    const run = await storeOf(values).read(positionals[0] ?? "latest");
    await writeReport(run, await evaluationOf(run, console));
    const path = values.text("out") ?? join(run.path, "report.html");
    if (values.isSet("out")) await copyFile(join(run.path, "report.html"), path);
    console.print(path);
    console.result({ run: run.id, report: path });
    return "done";
  },
};
