// Every verb, in the order of the help.
import type { Command } from "../options.ts";
import { checkCommand } from "./check.ts";
import { demoCommand } from "./demo.ts";
import { evaluateCommand } from "./evaluate.ts";
import { generateCommand } from "./generate.ts";
import { initCommand } from "./init.ts";
import { reportCommand } from "./report.ts";
import { runCommand } from "./run.ts";
import { runsCommand } from "./runs.ts";
import { schemaCommand } from "./schema.ts";
import { serveCommand } from "./serve.ts";
import { trainCommand } from "./train.ts";

export const commands: readonly Command[] = [
  initCommand,
  checkCommand,
  trainCommand,
  evaluateCommand,
  reportCommand,
  runCommand,
  runsCommand,
  serveCommand,
  generateCommand,
  demoCommand,
  schemaCommand,
];
