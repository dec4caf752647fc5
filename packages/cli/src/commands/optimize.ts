// carryover optimize: the best division of a budget, how sure it is, and what holds it back.
import { setImmediate } from "node:timers/promises";
import { loadFit, readYamlFile, type StoredRun } from "@carryover/connect";
import {
  allocationTable,
  type BudgetRequest,
  budgetRequestKeys,
  formatCsv,
  type Optimization,
  openPlanner,
  parseBudgetRequest,
} from "@carryover/mmm";
import type { Console } from "../console.ts";
import { InterruptedError } from "../errors.ts";
import type { Command, CommandContext, OptionSpec, OptionValues } from "../options.ts";
import { writeSupplement } from "../supplements.ts";
import { evaluationOf } from "./evaluate.ts";
import { optimizationLines } from "./optimize-text.ts";
import { storeOf, storeOptions } from "./store-options.ts";
import { trustVerdictLines } from "./trust-judgment.ts";

/** Each is a key of the plan file as well. */
const requestOptions: Readonly<Record<(typeof budgetRequestKeys)[number], OptionSpec>> = {
  bounds: {
    value: "BOUNDS",
    help: "0.7..1.3 of the current plan for all, tv=0.5..1.2 for one; repeats",
    repeats: true,
  },
  "week-bounds": { value: "BOUNDS", help: "where weeks are decided: 0.5..1.5 of what each week spends now" },
  budget: { value: "AMOUNT", help: "what is spent: an amount, or x1.1 of the current plan (default x1)" },
  "target-roi": { value: "ROI", help: "instead: as much as pays, at this return of the whole" },
  "target-marginal-roi": { value: "ROI", help: "instead: until the next unit of money returns no more than this" },
  "at-most": { value: "AMOUNT", help: "the most that a target may spend" },
  reach: { value: "KPI", help: "instead: as little as reaches this expected KPI" },
  objective: {
    value: "MEASURE",
    help: "mean (default), quantile:P, cvar:P, mean-variance:K, mean-sd:K or probability (of beating the current plan)",
  },
  decide: { value: "WHAT", help: "channels (default), weekly or geos" },
  lock: { value: "CHANNEL", help: "leave its spend as it is; repeats", repeats: true },
  constraint: { value: "RULE", help: 'such as "tv+radio<=500000" or "tv>=0.3*total"; repeats', repeats: true },
  minimum: { value: "CHANNEL=AMOUNT", help: "spend nothing on it or at least this; repeats", repeats: true },
  lots: { value: "CHANNEL=AMOUNT", help: "spend whole multiples of this on it; repeats", repeats: true },
  cost: { value: "CHANNEL=FACTOR", help: "exposure costs so many times what it did; repeats", repeats: true },
  value: { value: "FACTOR", help: "a unit of the KPI is worth so many times what it was" },
  "minimum-roi": { value: "ROI", help: "the whole must return at least this" },
  from: { value: "DATE", help: "first period that is planned (default the data's first)" },
  to: { value: "DATE", help: "last period that is planned (default the data's last)" },
  horizon: { value: "N", help: "instead: plan the N periods after the data, flighted as the season before" },
  "carry-out": { value: "BOOLEAN", help: "count what media bring after the window: true (default) or false" },
  "optimal-frequency": { help: "reach people at the frequency that returns most, then divide the money" },
  method: {
    value: "METHOD",
    help: "carryover (default), the seed's greedy or slsqp, meridian-grid or robyn-allocator",
  },
};

export const optimizeCommand: Command = {
  name: "optimize",
  summary: "divide a budget as well as the posterior knows, with its risk, limits and proof",
  positionals: ["[ID]"],
  options: {
    ...requestOptions,
    plan: { value: "FILE", help: "the same as YAML; options on the command line come on top" },
    draws: { value: "NUMBER", help: "posterior draws to use (default 1000)" },
    "search-draws": {
      value: "NUMBER",
      help: "draws of the first search, where channels have no curves of their own (default 200)",
    },
    level: { value: "SHARE", help: "share of the draws that intervals hold (default 0.9)" },
    ...storeOptions,
  },
  stopping: "Stopping; nothing is written.",
  notes: [
    "ID is a run's id, a beginning that only it has, or latest (the default).",
    "Without bounds a channel spends from nothing to twice its current plan. Spend is in money; see docs/budget.md.",
    "Writes optimization.json, allocation.csv, and the chapter into the run's report.",
  ],
  async run(context) {
    const { values, positionals, console, logger } = context;
    const run = await storeOf(values).read(positionals[0] ?? "latest");
    const { fit } = await loadFit(run);
    const known = { channels: fit.panel.media.map(({ name }) => name), geos: fit.panel.geos };
    const { problem, window, frequency } = await requestOf(values, known);
    const draws = values.whole("draws", 2, 1_000_000);
    const searchDraws = values.whole("search-draws", 2, 1_000_000);
    const level = values.between("level", 0, 1);
    const startedMs = performance.now();
    const planner = openPlanner(fit, {
      window,
      ...(frequency === undefined ? {} : { frequency }),
      ...(draws === undefined ? {} : { draws }),
      ...(searchDraws === undefined ? {} : { searchDraws }),
    });
    await prepared(planner.prepare(problem), context);
    // The first search makes what tables are still missing and compiles the code; what is told is a search as it is from then on.
    if (planner.isTabulated(problem)) planner.optimize(problem, { verify: false });
    else {
      console.note(
        "Searching with the model itself, which can take minutes; Ctrl-C ends it at once and leaves nothing behind.",
      );
      context.endAtOnce();
    }
    const preparationMilliseconds = performance.now() - startedMs;
    const plan = planner.optimize(problem, {
      regretDraws,
      ...(level === undefined ? {} : { level }),
      onIteration: ({ draws: searched, iteration, kktResidual }) =>
        console.draw([
          `Searching over ${searched} draws: iteration ${iteration}, ${kktResidual.toExponential(0)} from an optimum`,
        ]),
    });
    console.draw([]);
    logger.info({ run: run.id, milliseconds: plan.milliseconds, preparationMilliseconds }, "optimized");
    await keepPlan(run, plan, console);
    console.print(
      ...optimizationLines(plan),
      ...(await trustVerdictLines(run)),
      `Report: ${run.path}/report.html#budget`,
    );
    console.result({ run: run.id, path: run.path, ...plan, preparationMilliseconds });
    return "done";
  },
};

type Known = Parameters<typeof parseBudgetRequest>[1];

/** Makes the planner's table, showing how far it is. @throws InterruptedError when the reader asks to stop */
async function prepared(steps: Generator<number, void>, { console, signal }: CommandContext): Promise<void> {
  for (const share of steps) {
    console.draw([`Asking the draws what channels bring: ${Math.round(100 * share)} %`]);
    // Lets a request to stop arrive.
    await setImmediate();
    if (signal.aborted) throw new InterruptedError("Stopped before there was a plan; nothing was written.");
  }
  console.draw([]);
}

/** Draws whose own best plans are sought for the expected regret. */
const regretDraws = 50;

/** The plan file with the options on top: single values overrule it, lists go on after its own. */
async function requestOf(values: OptionValues, known: Known): Promise<BudgetRequest> {
  const path = values.text("plan");
  const given = Object.fromEntries(
    budgetRequestKeys.flatMap((key) => {
      if (requestOptions[key].value === undefined) return values.isSet(key) ? [[key, "true"]] : [];
      const value = requestOptions[key].repeats === true ? values.texts(key) : values.text(key);
      return value === undefined || value.length === 0 ? [] : [[key, value]];
    }),
  );
  if (path === undefined) return parseBudgetRequest(given, known);
  const file = await readYamlFile(path, "a plan", (value) => parseBudgetRequest(value, known));
  return merged(file, parseBudgetRequest(given, known));
}

function merged(file: BudgetRequest, given: BudgetRequest): BudgetRequest {
  const [before, after] = [file.problem, given.problem];
  return {
    problem: {
      ...before,
      ...after,
      bounds: [...(before.bounds ?? []), ...(after.bounds ?? [])],
      locked: [...(before.locked ?? []), ...(after.locked ?? [])],
      rules: [...(before.rules ?? []), ...(after.rules ?? [])],
      minimums: { ...before.minimums, ...after.minimums },
      lots: { ...before.lots, ...after.lots },
      costs: { ...before.costs, ...after.costs },
    },
    window: { ...file.window, ...given.window },
    ...(file.frequency === undefined && given.frequency === undefined ? {} : { frequency: "optimal" as const }),
  };
}

async function keepPlan(run: StoredRun, plan: Optimization, console: Console): Promise<void> {
  const evaluation = await evaluationOf(run, console);
  await run.writeDerived("allocation.csv", formatCsv(allocationTable(plan)));
  await writeSupplement(run, evaluation, "optimization", plan);
}
