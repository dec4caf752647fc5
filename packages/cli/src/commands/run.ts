// carryover run: the whole path, from a table to a report.
import { access } from "node:fs/promises";
import { join } from "node:path";
import { defaultConfigName } from "../config/project.ts";
import type { Command, CommandContext, OptionValues, Outcome } from "../options.ts";
import { concludeEvaluation } from "./evaluate.ts";
import { writeWorld } from "./generate.ts";
import { copyRun, fitOutcome, trainAsAsked, trainOptions } from "./train.ts";

/** Where data are generated when there are none. */
export const demoFolder = ".carryover/demo";

export const runCommand: Command = {
  name: "run",
  summary: "check, train, evaluate and report, in one go",
  positionals: [],
  options: trainOptions,
  notes: [
    `Without --config, --data or ./${defaultConfigName} it generates data with a known truth into ${demoFolder}.`,
  ],
  async run(context) {
    const { values } = context;
    const startsEmpty = !values.isSet("config") && !values.isSet("data") && !(await exists(defaultConfigName));
    if (!startsEmpty) return runProject(context);
    context.console.note(`There is no ./${defaultConfigName}: generating data with a known truth into ${demoFolder}.`);
    return runProject({ ...context, values: await demoValues(values) });
  },
};

async function runProject(context: CommandContext): Promise<Outcome> {
  const { values, console } = context;
  const trained = await trainAsAsked(context);
  await concludeEvaluation(trained.run, trained, console);
  await copyRun(trained.run, values);
  return fitOutcome(trained, context);
}

/** The options with the demo's configuration, which is generated when it is not there. */
export async function demoValues(values: OptionValues): Promise<OptionValues> {
  const config = join(demoFolder, defaultConfigName);
  if (!(await exists(config))) await writeWorld(demoFolder, {});
  return values.with("config", config);
}

function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
