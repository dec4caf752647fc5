// One world from data to decision: fitted, asked for returns, optimized, and held against the truth.
import { openStream, summarize } from "@carryover/engine";
import { analyzeIncrementality, incrementalityRequest, openPlanner } from "@carryover/mmm";
import { boundedProblem, everyBounds } from "./bounds.mjs";
import { fitTable } from "./fit-world.mjs";
import { oraclePlan } from "./oracle.mjs";
import { checkTruth, spendOf, trueChannels, trueOutcome } from "./truth.mjs";

/** Mass of the intervals whose coverage is counted. */
const level = 0.9;
/** Draws behind returns and plans: half of what the product takes, which adds a twentieth of a posterior sd to a mean. */
const draws = 500;
/** Plans of the same budget, made without looking at anything, that the fit is asked about. */
const blindPlans = 20;
const blindBounds = { low: 0.5, high: 1.5 };
const blindStream = 501;

/** @returns plain figures of the world */
export async function measureWorld(world, sampling) {
  const started = performance.now();
  const { number, frequency, history, table, truth, days } = world;
  const names = truth.metadata.channels;
  const spends = spendOf(days.table, names);
  const inWindow = trueChannels(truth, spends, { carryOut: false });
  const inAll = trueChannels(truth, spends, { carryOut: true });
  checkTruth(inWindow, days.contributions);
  const fit = await fitTable(table, { channels: names, frequency, sampling: { ...sampling, seed: number } });
  const rows = summarize(fit.draws);
  const planner = openPlanner(fit, { draws });
  return {
    number,
    frequency,
    history,
    periods: table.rows,
    channels: names.length,
    divergences: fit.draws.statistics.divergent.reduce((sum, each) => sum + each, 0),
    maxRhat: Math.max(...rows.map(({ rhat }) => rhat)),
    returns: returnsOf(fit, inWindow, inAll),
    plans: everyBounds.map((bounds) => ({ bounds, ...planAgainstOracle(planner, inAll, bounds) })),
    seedPlans: everyBounds.map((bounds) => ({ bounds, ...planAgainstOracle(planner, inAll, bounds, "slsqp") })),
    blind: blindlyJudged(fit, inWindow, number),
    seconds: (performance.now() - started) / 1000,
  };
}

/** Intervals of ROI and marginal ROI as the product says them, and whether the truth lies in them. */
function returnsOf(fit, inWindow, inAll) {
  const { windows } = analyzeIncrementality(fit, incrementalityRequest(fit.panel, { level, draws }));
  return inWindow.map(({ name, spend, response }, index) => {
    const { windowView, flightView } = windows[0].subjects.find((subject) => subject.name === name);
    const raised = inAll[index].response(1.01) - inAll[index].response(1);
    return {
      name,
      roi: against(windowView.roi, response(1) / spend),
      marginalRoi: against(flightView.marginalRoi, raised / (0.01 * spend)),
    };
  });
}

function against({ mean, lower, upper }, truth) {
  return { truth, mean, lower, upper, isCovered: lower <= truth && truth <= upper };
}

/** The planner's plan for the current budget within bounds, and what the truth says about it. */
export function planAgainstOracle(planner, channels, bounds, method = "carryover") {
  const current = trueOutcome(channels, new Array(channels.length).fill(1));
  const attainable = trueOutcome(channels, oraclePlan(channels, bounds)) - current;
  const plan = planner.optimize({ ...boundedProblem(bounds), method });
  const multipliers = channels.map(({ name }) => plan.allocation[name] / plan.current[name]);
  const gain = trueOutcome(channels, multipliers) - current;
  return {
    multipliers,
    attainable,
    gain,
    regret: (attainable - gain) / attainable,
    expectedLift: plan.expectedLift,
    liftInterval: plan.liftInterval,
    probabilityBetter: plan.probabilityBetter,
    kktResidual: plan.kktResidual,
    dualityGap: plan.dualityGap,
    milliseconds: plan.milliseconds,
  };
}

/** Random plans of the same budget: how probable the fit finds it that each is better, and whether it is. */
function blindlyJudged(fit, channels, number) {
  const stream = openStream({ seed: number, chain: blindStream, purpose: "data" });
  const everyMultipliers = Array.from({ length: blindPlans }, () => randomPlan(stream, channels, blindBounds));
  const { media, kpi } = fit.panel;
  const plans = [media.map(() => 1), ...everyMultipliers].map((multipliers) => ({
    exposure: media.map(({ exposure }, index) => exposure.map((value) => multipliers[index] * value)),
  }));
  const [current, ...worths] = fit.open({ maxDraws: draws }).worths(plans, kpi.revenuePerKpi);
  const now = trueOutcome(
    channels,
    plans[0].exposure.map(() => 1),
  );
  return worths.map((worth, index) => ({
    probabilityBetter: worth.reduce((count, value, draw) => count + (value > current[draw] ? 1 : 0), 0) / worth.length,
    isBetter: trueOutcome(channels, everyMultipliers[index]) > now,
  }));
}

/** Even multipliers within bounds, all moved by the same amount until they spend the current budget. */
function randomPlan(stream, channels, { low, high }) {
  const wanted = channels.map(() => low + (high - low) * stream.uniform());
  const moved = (by) => wanted.map((each) => Math.min(high, Math.max(low, each + by)));
  const excess = (multipliers) => channels.reduce((sum, { spend }, index) => sum + spend * (multipliers[index] - 1), 0);
  let [below, above] = [low - high, high - low];
  for (let step = 0; step < 60; step += 1) {
    const middle = (below + above) / 2;
    if (excess(moved(middle)) < 0) below = middle;
    else above = middle;
  }
  return moved(below);
}
