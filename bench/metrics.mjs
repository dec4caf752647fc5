// Which metric is worth its gradients: effective draws per gradient for every metric and target acceptance, by model.
//
// Usage: node bench/metrics.mjs [--models NAME,…] [--metrics dense,…] [--targets 0.9,…] [--sampling JSON]
//
// Gradients are counted, not seconds, so the figures do not depend on how busy the machine is.
import { parseArgs } from "node:util";
import { defaultSampleOptions, sample, summarize } from "@carryover/engine";
import { workerChainRunner } from "@carryover/engine/workers";
import { fitBayesian } from "@carryover/mmm";
import { autoregression, eightSchools, factorNormal } from "./metric-models.mjs";
import { loadModel, referenceModels } from "./reference-models.mjs";
import { markdown } from "./tables.mjs";

const plainModels = {
  eightSchools: { title: "eight schools, 10 parameters", posterior: eightSchools },
  factors: { title: "normal, 200 dimensions, 5 wide directions", posterior: () => factorNormal(200, 5, 10) },
  autoregression: { title: "normal, 200 dimensions, autoregression .95", posterior: () => autoregression(200, 0.95) },
};
const models = { ...referenceModels, ...plainModels };

const { values } = parseArgs({
  options: {
    models: { type: "string", default: Object.keys(models).join(",") },
    metrics: { type: "string", default: "diagonal,low-rank,dense" },
    targets: { type: "string", default: "0.8,0.9,0.95" },
    sampling: { type: "string", default: "{}" },
  },
});

const rows = [];
for (const model of values.models.split(",")) {
  for (const metric of values.metrics.split(",")) {
    for (const target of values.targets.split(",")) {
      const sampling = { ...defaultSampleOptions, ...JSON.parse(values.sampling), metric, targetAcceptance: +target };
      console.error(`${model}, ${metric}, ${target} …`);
      rows.push([models[model].title, metric, target, ...figures(await drawsOf(model, sampling))]);
      console.error(rows.at(-1).join(" | "));
    }
  }
}
console.log(
  markdown({
    head: [
      "model",
      "metric",
      "target",
      "leapfrogs/draw",
      "warm-up gradients",
      "divergences",
      "R-hat",
      "min bulk ESS",
      "min tail ESS",
      "ESS/1000 gradients, sampling",
      "with warm-up",
    ],
    rows,
  }),
);

async function drawsOf(model, sampling) {
  if (model in plainModels) return sample(plainModels[model].posterior(), { options: sampling });
  const { panel, spec } = await loadModel(model);
  const runner = workerChainRunner(import.meta.resolve("@carryover/mmm/posterior"));
  const { draws, timings } = await fitBayesian(panel, spec, { sampling, runner });
  return { draws, gradientEvaluations: timings.gradientEvaluations };
}

function figures({ draws, gradientEvaluations }) {
  const summary = summarize(draws);
  const { leapfrogs, divergent } = draws.statistics;
  const sum = (numbers) => numbers.reduce((total, value) => total + value, 0);
  const steps = sum(leapfrogs);
  const bulk = Math.min(...summary.map(({ essBulk }) => essBulk));
  const tail = Math.min(...summary.map(({ essTail }) => essTail));
  return [
    (steps / leapfrogs.length).toFixed(1),
    String(gradientEvaluations - steps),
    String(sum(divergent)),
    Math.max(...summary.map(({ rhat }) => rhat)).toFixed(3),
    bulk.toFixed(0),
    tail.toFixed(0),
    ((1000 * bulk) / steps).toFixed(2),
    ((1000 * bulk) / gradientEvaluations).toFixed(2),
  ];
}
