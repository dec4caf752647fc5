// carryover import: keeps a fit that another package made as a run, so that every other verb answers for it.
import { importFit, type Original, type RunImport, saveFit } from "@carryover/connect";
import { evaluate, modelSampler } from "@carryover/mmm";
import { loadInputs, placed, projectOptions, readTruth } from "../config/project.ts";
import { version } from "../config/version.ts";
import { UsageError } from "../errors.ts";
import type { Command, OptionSpec } from "../options.ts";
import { storeOf, storeOptions } from "./store-options.ts";
import { copyRun, reportFit } from "./train.ts";

const { config: configOption, data: dataOption } = projectOptions;

const options: Readonly<Record<string, OptionSpec>> = {
  ...({ config: configOption, data: dataOption } as Record<string, OptionSpec>),
  from: { value: "FILE", help: "the fit: netCDF of PyMC-Marketing or Meridian, or JSON of Robyn" },
  ...storeOptions,
  name: { value: "NAME", help: "name of the run (default the model's kind)" },
  out: { value: "DIR", short: "o", help: "copy the run's files into this folder as well" },
};

export const importCommand: Command = {
  name: "import",
  summary: "keep a fit made by PyMC-Marketing, Meridian or Robyn as a run",
  positionals: [],
  options,
  notes: [
    "The configuration says what the columns of the data mean; the model is the file's.",
    "What the original computed itself must come out again, or nothing is imported: see docs/import.md.",
  ],
  async run({ values, console, logger }) {
    const startedMs = performance.now();
    const from = values.text("from");
    if (from === undefined) throw new UsageError("say which fit: --from FILE, such as --from fit.nc");
    const inputs = await loadInputs(values);
    const { fit, config, original, warmup } = await placed(inputs.file, () =>
      importFit(from, inputs.table, inputs.config),
    );
    const truth = inputs.truth === undefined ? undefined : await readTruth(inputs.truth);
    const { seed, target_accept } = modelSampler(config);
    const evaluation = evaluate(fit, {
      truth,
      title: config.title ?? undefined,
      sampling: { warmup, seed, targetAccept: target_accept },
    });
    const imported: RunImport = { file: from, ...original };
    const run = await saveFit(storeOf(values), {
      fit,
      evaluation,
      name: values.text("name") ?? fit.spec.kind,
      source: inputs.source,
      config,
      truth,
      drawsAsked: fit.draws.draws,
      imported,
      version,
      totalSeconds: (performance.now() - startedMs) / 1000,
    });
    logger.info({ run: run.id, imported }, "fit imported");
    console.print(originalLine(original), ...original.notes);
    reportFit({ run, fit, evaluation }, console);
    await copyRun(run, values);
    return "done";
  },
};

/** By whom the fit was made, and how far ours is from it. */
function originalLine({ software, version: made, checked, difference }: Original): string {
  const name = made === null ? software : `${software} ${made}`;
  if (difference === null) return `A fit of ${name}. Its file holds nothing to check ours against.`;
  return `A fit of ${name}. Its own numbers come out again (${checked.join(" and ")}), to ${difference.toPrecision(1)} of their size.`;
}
