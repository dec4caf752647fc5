// carryover compare-models: which of several runs of the same data predicts better.
import { loadFit } from "@carryover/connect";
import { compareModels, type ModelComparison } from "@carryover/mmm";
import { alignedRows } from "../aligned-rows.ts";
import { UsageError } from "../errors.ts";
import type { Command } from "../options.ts";
import { writeSupplement } from "../supplements.ts";
import { evaluationOf } from "./evaluate.ts";
import { storeOf, storeOptions } from "./store-options.ts";

export const compareModelsCommand: Command = {
  name: "compare-models",
  summary: "compare runs of the same data by what they predict",
  positionals: ["RUN_A", "RUN_B", "[RUN_C …]"],
  options: storeOptions,
  notes: [
    "By PSIS-LOO: elpd with standard errors, stacking and pseudo-BMA+ weights, Pareto-k warnings. Runs of other data are refused.",
    "Writes comparison.json, and the chapter into the report, of every run compared.",
  ],
  async run({ values, positionals, console }) {
    const store = storeOf(values);
    const runs = await Promise.all(positionals.map((reference) => store.read(reference)));
    const repeated = runs.find((run, index) => runs.findIndex(({ id }) => id === run.id) < index);
    if (repeated !== undefined) throw new UsageError(`run ${repeated.id} is named twice`);
    const fits = await Promise.all(runs.map(async (run) => ({ name: run.id, fit: (await loadFit(run)).fit })));
    const comparison = compareModels(fits);
    console.print(...comparisonLines(comparison));
    for (const run of runs) await writeSupplement(run, await evaluationOf(run, console), "comparison", comparison);
    console.result(comparison);
    return "done";
  },
};

/** Best first. */
function comparisonLines({ models, observations, warnings, sentence }: ModelComparison): string[] {
  const rows = [
    ["run", "model", "elpd", "behind", "stacking", "pseudo-BMA+", "bad k"],
    ...models.map((each, rank) => [
      each.name,
      each.model,
      `${each.elpd.toFixed(1)} ± ${each.standardError.toFixed(1)}`,
      rank === 0 ? "–" : `${each.difference.toFixed(1)} ± ${each.differenceError.toFixed(1)}`,
      each.stackingWeight.toFixed(2),
      each.pseudoBmaWeight.toFixed(2),
      String(each.badParetoK),
    ]),
  ];
  return [
    `PSIS-LOO over ${observations} observations, best first:`,
    ...alignedRows(rows),
    sentence,
    ...warnings.map((warning) => `  ${warning}`),
  ];
}
