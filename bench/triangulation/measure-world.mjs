// One world under three frameworks: what each and their consensus say of returns, and what their plans truly bring.
import { availableParallelism } from "node:os";
import { workerTaskRunner } from "@carryover/engine/tasks";
import { workerChainRunner } from "@carryover/engine/workers";
import {
  buildPanel,
  comparisonJobs,
  comparisonResults,
  evaluate,
  parseConfig,
  planComparison,
  runJobs,
  triangulate,
  worldConfig,
} from "@carryover/mmm";
import { boundedProblem } from "../decisions/bounds.mjs";
import { oraclePlan } from "../decisions/oracle.mjs";
import { checkTruth, spendOf, trueChannels, trueOutcome } from "../decisions/truth.mjs";

/** As the decision bench fits; folds as the product; Robyn's search as its package's usual settings. */
export const compareSampling = {
  fits: { chains: 4, warmup: 500, draws: 500 },
  folds: { chains: 2, warmup: 300, draws: 300 },
  search: { trials: 5, iterations: 2000 },
};
const names = ["bayesian", "meridian", "robyn"];
/** As multiples of the current plan. */
const bounds = { low: 0.5, high: 1.5 };

const posterior = import.meta.resolve("@carryover/mmm/posterior");
const search = import.meta.resolve("@carryover/mmm/robyn-search");

/** @returns plain figures of the world */
export async function measureTriangulation(world, { fits, folds, search: searching }) {
  const started = performance.now();
  const { number, frequency, history, table, truth, days } = world;
  const channelNames = truth.metadata.channels;
  const spends = spendOf(days.table, channelNames);
  const inWindow = trueChannels(truth, spends, { carryOut: false });
  const inAll = trueChannels(truth, spends, { carryOut: true });
  checkTruth(inWindow, days.contributions);
  const plain = worldConfig({
    dataPath: "world.csv",
    channels: channelNames.map((name) => ({ name })),
    kind: "default",
  });
  const config = parseConfig({
    ...plain,
    data: { ...plain.data, frequency },
    model: { ...plain.model, robyn: { trials: searching.trials, iterations: searching.iterations } },
  });
  const { panel } = buildPanel(table, config);
  const found = await compared(panel, config, { fits, folds, seed: number });
  const trueRoi = Object.fromEntries(inWindow.map(({ name, spend, response }) => [name, response(1) / spend]));
  const current = trueOutcome(
    inAll,
    inAll.map(() => 1),
  );
  const attainable = trueOutcome(inAll, oraclePlan(inAll, bounds)) - current;
  const everyone = [...found.frameworks, { name: "consensus", roi: found.consensus.roi, weight: 1 }];
  return {
    number,
    frequency,
    history,
    periods: table.rows,
    channels: channelNames.length,
    attainable,
    returns: everyone.map(({ name, weight, roi }) => ({
      name,
      weight,
      channels: channelNames.map((channel) => ({
        channel,
        truth: trueRoi[channel],
        mean: roi[channel].mean,
        isCovered: roi[channel].q05 <= trueRoi[channel] && trueRoi[channel] <= roi[channel].q95,
      })),
    })),
    plans: found.consensus.plans.plans
      .filter(({ kind }) => kind !== "current")
      .map(({ name, allocation, lift, probabilityBetter }) => {
        const gain =
          trueOutcome(
            inAll,
            inAll.map((channel) => allocation[channel.name] / channel.spend),
          ) - current;
        return { name, gain, regret: (attainable - gain) / attainable, expectedLift: lift.mean, probabilityBetter };
      }),
    unfinished: found.unfinished,
    seconds: (performance.now() - started) / 1000,
  };
}

async function compared(panel, config, { fits, folds, seed }) {
  const plan = planComparison(panel, config, { names, folds: null, swaps: false });
  const sampling = { fits: { ...fits, seed }, folds: { ...folds, seed }, swaps: { ...folds, seed } };
  const jobs = comparisonJobs(plan, sampling);
  const outcomes = await runJobs(jobs, {
    concurrency: availableParallelism(),
    openRunner: () => workerChainRunner(posterior, { workers: 1 }),
    taskRunner: workerTaskRunner(search),
  });
  const results = comparisonResults(plan, jobs, outcomes);
  return triangulate({
    fits: plan.frameworks.map(({ name, notes }, index) => {
      const made = results.fits[index];
      if (made === undefined) throw new Error(`${name} was not fitted: ${results.unfinished.join(" ")}`);
      return {
        name,
        fit: made.fit,
        evaluation: evaluate(made.fit, { sampling: { warmup: fits.warmup, seed, targetAccept: 0.8 } }),
        folds: results.folds[index],
        seconds: made.seconds,
        notes,
      };
    }),
    swaps: [],
    settings: { folds: plan.folds[0].length, horizon: plan.horizon, seed, fits: "", foldFits: "", swapFits: "" },
    unfinished: results.unfinished,
    problem: boundedProblem(bounds),
  });
}
