// One fit in a process of its own: reads the data, samples in worker threads, diagnoses, and prints one JSON object.
//
// Usage: node bench/fit.mjs MODEL [--sampling JSON] [--output FILE.nc]
import { parseArgs } from "node:util";
import { loadModel } from "./reference-models.mjs";

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { sampling: { type: "string", default: "{}" }, output: { type: "string" } },
});
const [{ defaultSampleOptions, summarize }, { workerChainRunner }, { fitBayesian }, { panel, spec, sampling: usual }] =
  await Promise.all([
    import("@carryover/engine"),
    import("@carryover/engine/workers"),
    import("@carryover/mmm"),
    loadModel(positionals[0]),
  ]);

const sampling = { ...defaultSampleOptions, ...usual, ...JSON.parse(values.sampling) };
const started = process.cpuUsage();
const runner = workerChainRunner(import.meta.resolve("@carryover/mmm/posterior"));
const { draws, timings } = await fitBayesian(panel, spec, { sampling, runner });
const { user, system } = process.cpuUsage(started);
const rows = summarize(draws);
const finishedAt = Date.now() / 1000;

const sum = (numbers) => numbers.reduce((total, value) => total + value, 0);
const minEssBulk = Math.min(...rows.map((row) => row.essBulk));
const minEssTail = Math.min(...rows.map((row) => row.essTail));
const { leapfrogs, divergent } = draws.statistics;
console.log(
  JSON.stringify({
    finishedAt,
    samplingSeconds: timings.samplingSeconds,
    processorSeconds: (user + system) / 1e6,
    minEssBulk,
    minEssTail,
    minEssPerSecond: minEssBulk / timings.samplingSeconds,
    essTailPerSecond: minEssTail / timings.samplingSeconds,
    maxRhat: Math.max(...rows.map((row) => row.rhat)),
    divergences: sum(divergent),
    leapfrogsPerDraw: sum(leapfrogs) / leapfrogs.length,
    gradientEvaluations: timings.gradientEvaluations,
    parameters: rows.length,
    peakMemoryMegabytes: process.resourceUsage().maxRSS / 1024,
    sampling,
  }),
);
if (values.output !== undefined) {
  const { writeInferenceData } = await import("@carryover/connect");
  await writeInferenceData(values.output, { draws });
}
