// From the figures of every world to what is claimed of all of them.
import { quantile, share, sum } from "../statistics.mjs";
import { everyBounds } from "./bounds.mjs";

/** Probabilities that a plan is better, in the groups they are counted in: each up to the next. */
const groups = [0, 0.1, 0.3, 0.5, 0.7, 0.9, 1];

/** Kinds of worlds that are also told apart. */
const kinds = [
  ["daily", ({ frequency }) => frequency === "daily"],
  ["weekly", ({ frequency }) => frequency === "weekly"],
  ["informed", ({ history }) => history === "informed"],
  ["uninformed", ({ history }) => history === "uninformed"],
];

export function scoresOf(worlds) {
  const returns = worlds.flatMap((world) => world.returns);
  return {
    worlds: worlds.length,
    roi: coverage(returns.map(({ roi }) => roi)),
    marginalRoi: coverage(returns.map(({ marginalRoi }) => marginalRoi)),
    roiOf: Object.fromEntries(
      kinds.map(([name, holds]) => [
        name,
        coverage(worlds.filter(holds).flatMap((world) => world.returns.map(({ roi }) => roi))),
      ]),
    ),
    bounds: everyBounds.map((bounds, index) => ({
      bounds,
      regret: regretScores(worlds, ({ plans }) => plans[index]),
      seedRegret: regretScores(worlds, ({ seedPlans }) => seedPlans[index]),
      promise: promiseScores(worlds.map(({ plans }) => plans[index])),
    })),
    calibration: calibration(worlds.flatMap(({ blind }) => blind)),
    divergences: sum(worlds.map(({ divergences }) => divergences)),
    maxRhat: Math.max(...worlds.map(({ maxRhat }) => maxRhat)),
  };
}

/** Share of intervals that hold the truth, with the standard error of a share of that many. */
function coverage(intervals) {
  const count = intervals.length;
  const covered = intervals.filter(({ isCovered }) => isCovered).length;
  const share = covered / count;
  return {
    intervals: count,
    covered,
    share,
    standardError: Math.sqrt((share * (1 - share)) / count),
    below: intervals.filter(({ truth, lower }) => truth < lower).length,
    above: intervals.filter(({ truth, upper }) => truth > upper).length,
    // Of the posterior mean, in the logarithm: how far off a return is, and to which side.
    medianError: quantile(
      intervals.map(({ truth, mean }) => Math.abs(Math.log(mean / truth))),
      0.5,
    ),
    medianBias: quantile(
      intervals.map(({ truth, mean }) => Math.log(mean / truth)),
      0.5,
    ),
  };
}

function regretScores(worlds, planOf) {
  const regrets = worlds.map((world) => planOf(world).regret);
  return {
    mean: sum(regrets) / regrets.length,
    median: quantile(regrets, 0.5),
    worst: Math.max(...regrets),
    pooled: pooledRegret(worlds.map(planOf)),
    pooledOf: Object.fromEntries(kinds.map(([name, holds]) => [name, pooledRegret(worlds.filter(holds).map(planOf))])),
    harmful: share(worlds.map(planOf), ({ gain }) => gain < 0),
  };
}

/** Of the money that could have been gained in all worlds together; null without worlds. */
function pooledRegret(plans) {
  if (plans.length === 0) return null;
  return 1 - sum(plans.map(({ gain }) => gain)) / sum(plans.map(({ attainable }) => attainable));
}

function promiseScores(plans) {
  const attainable = sum(plans.map((plan) => plan.attainable));
  return {
    expected: sum(plans.map(({ expectedLift }) => expectedLift)) / attainable,
    kept: sum(plans.map(({ gain }) => gain)) / attainable,
    covered: share(plans, ({ liftInterval: [lower, upper], gain }) => lower <= gain && gain <= upper),
    saidBetter: sum(plans.map(({ probabilityBetter }) => probabilityBetter)) / plans.length,
    isBetter: share(plans, ({ gain }) => gain > 0),
    largestKkt: Math.max(...plans.map(({ kktResidual }) => kktResidual)),
    largestGap: Math.max(...plans.map(({ dualityGap, expectedLift }) => (dualityGap ?? 0) / Math.abs(expectedLift))),
    milliseconds: quantile(
      plans.map(({ milliseconds }) => milliseconds),
      0.5,
    ),
  };
}

/** How often plans that were said to be better with probability p are. */
function calibration(plans) {
  const rows = groups.slice(0, -1).map((from, index) => {
    const to = groups[index + 1];
    const members = plans.filter(({ probabilityBetter: p }) => p >= from && (p < to || (to === 1 && p === 1)));
    return {
      from,
      to,
      plans: members.length,
      said: sum(members.map(({ probabilityBetter }) => probabilityBetter)) / members.length,
      happened: share(members, ({ isBetter }) => isBetter),
    };
  });
  const squares = plans.map(({ probabilityBetter, isBetter }) => (probabilityBetter - (isBetter ? 1 : 0)) ** 2);
  return { plans: plans.length, brier: sum(squares) / plans.length, rows };
}
