// From the figures of every world to what is claimed of all of them.
import { mean, quantile, share, sum } from "../statistics.mjs";

/** @param worlds  one or more, of the same frameworks */
export function triangulationScores(worlds) {
  const names = worlds[0].returns.map(({ name }) => name);
  const returns = names.map((name) => {
    const each = worlds.map((world) => world.returns.find((entry) => entry.name === name));
    const channels = each.flatMap((entry) => entry.channels);
    return {
      name,
      meanWeight: mean(each.map(({ weight }) => weight)),
      // Of a world: mean over channels of |ROI − truth|.
      error: mean(each.map((entry) => errorOf(entry))),
      relativeError: quantile(
        channels.map(({ mean: value, truth }) => Math.abs(value - truth) / truth),
        0.5,
      ),
      coverage: channels.filter(({ isCovered }) => isCovered).length / channels.length,
    };
  });
  const plans = worlds[0].plans.map(({ name }) => {
    const each = worlds.map((world) => world.plans.find((plan) => plan.name === name)).filter(Boolean);
    const attainable = sum(worlds.map((world) => world.attainable));
    return {
      name,
      mean: mean(each.map(({ regret }) => regret)),
      median: quantile(
        each.map(({ regret }) => regret),
        0.5,
      ),
      worst: Math.max(...each.map(({ regret }) => regret)),
      pooled: 1 - sum(each.map(({ gain }) => gain)) / attainable,
      harmful: each.filter(({ gain }) => gain < 0).length / each.length,
    };
  });
  const frameworks = names.filter((name) => name !== "consensus");
  const errorIn = (world, name) => errorOf(world.returns.find((entry) => entry.name === name));
  return {
    worlds: worlds.length,
    returns,
    plans,
    nearerThanWorst: share(worlds, (world) => {
      const worst = Math.max(...frameworks.map((name) => errorIn(world, name)));
      return errorIn(world, "consensus") < worst;
    }),
    nearerThanBest: share(worlds, (world) => {
      const best = Math.min(...frameworks.map((name) => errorIn(world, name)));
      return errorIn(world, "consensus") < best;
    }),
  };
}

function errorOf({ channels }) {
  return mean(channels.map(({ mean: value, truth }) => Math.abs(value - truth)));
}
