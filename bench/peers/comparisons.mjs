// What is compared with what: model and data are the same on both sides, both use as many cores.
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { referenceModels } from "../reference-models.mjs";

/** By the name `--only` takes; `minutes` is what one run of the peer takes on two idle cores. */
export const comparisons = {
  "pymc-marketing": {
    title: "PyMC-Marketing 0.19.2 and nutpie, its own example",
    model: "pymcMarketingModel",
    script: "pymc_marketing_example.py",
    args: [],
    rounds: 2,
    minutes: 1,
    wanted: { minEssPerSecond: 10, wallSeconds: 40 },
  },
  "low-rank": {
    title: "PyMC and nutpie, low-rank metric, the seed's model",
    model: "seedModel",
    script: "seed_model.py",
    args: ["--metric", "low-rank"],
    rounds: 1,
    minutes: 6,
    wanted: { minEssPerSecond: 30 },
  },
  diagonal: {
    title: "PyMC and nutpie, diagonal metric, the seed's model",
    model: "seedModel",
    script: "seed_model.py",
    args: ["--metric", "diagonal"],
    rounds: 1,
    minutes: 25,
    wanted: { minEssPerSecond: 100, wallSeconds: 60 },
  },
};

/** The command line of a peer's script. */
export function peerArguments({ model, script, args }, { output, seed }) {
  return [
    fileURLToPath(new URL(script, import.meta.url)),
    ...["--data", referenceModels[model].config.data.path, "--output", output],
    ...["--cores", `${availableParallelism()}`, "--seed", `${seed}`],
    ...args,
  ];
}
