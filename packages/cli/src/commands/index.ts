// Every verb, in the order of the help.
import type { Command } from "../options.ts";
import { analyzeCommand } from "./analyze.ts";
import { checkCommand } from "./check.ts";
import { compareCommand } from "./compare.ts";
import { compareModelsCommand } from "./compare-models.ts";
import { demoCommand } from "./demo.ts";
import { evaluateCommand } from "./evaluate.ts";
import { exploreCommand } from "./explore.ts";
import { generateCommand } from "./generate.ts";
import { importCommand } from "./import.ts";
import { initCommand } from "./init.ts";
import { optimizeCommand } from "./optimize.ts";
import { refreshCommand } from "./refresh.ts";
import { reportCommand } from "./report.ts";
import { runCommand } from "./run.ts";
import { runsCommand } from "./runs.ts";
import { schemaCommand } from "./schema.ts";
import { serveCommand } from "./serve.ts";
import { simulateCommand } from "./simulate.ts";
import { trainCommand } from "./train.ts";
import { trustCommand } from "./trust.ts";
import { validateCommand } from "./validate.ts";

export const commands: readonly Command[] = [
  initCommand,
  checkCommand,
  exploreCommand,
  trainCommand,
  evaluateCommand,
  analyzeCommand,
  trustCommand,
  refreshCommand,
  reportCommand,
  runCommand,
  optimizeCommand,
  simulateCommand,
  validateCommand,
  compareCommand,
  compareModelsCommand,
  importCommand,
  runsCommand,
  serveCommand,
  generateCommand,
  demoCommand,
  schemaCommand,
];
