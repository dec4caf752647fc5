// Section "planning": what a re-optimization of the seed model's budget costs once its planner is open.
import { loadModel } from "./reference-models.mjs";

const draws = 1000;

/** What is asked in turn, so that no answer is one that was just given. */
const problems = {
  "expected worth": { objective: { kind: "mean" } },
  "expected worth, S-curves to 3 ×": { objective: { kind: "mean" }, upper: 3 },
  "mean of the worst tenth": { objective: { kind: "cvar", probability: 0.1 } },
  "probability of beating the current plan": { objective: { kind: "probability" } },
};

/**
 * Draws are a preview's: how sure they are of anything does not matter to the time.
 * @returns milliseconds of opening, of the first plan (which makes the table), of a plan from then on (median) by objective, of its
 *   verification by the model, and the largest KKT residual and difference between table and model that were seen
 */
export async function measurePlanning({ isQuick }) {
  const { openPlanner, previewBayesian } = await import("@carryover/mmm");
  const { panel, spec } = await loadModel("seedModel");
  const fit = previewBayesian(panel, spec, { draws, seed: 1 });
  const started = performance.now();
  const planner = openPlanner(fit, { draws });
  const opened = performance.now();
  planner.optimize(problemAt(problems["expected worth, S-curves to 3 ×"], 0), { verify: false });
  const tabulated = performance.now();
  const repeats = isQuick ? 10 : 50;
  const plans = {};
  for (const [name, problem] of Object.entries(problems)) {
    for (let turn = 0; turn < 10; turn += 1) planner.optimize(problemAt(problem, turn), { verify: false });
    const times = Array.from({ length: repeats }, (_, turn) => {
      const before = performance.now();
      planner.optimize(problemAt(problem, turn), { verify: false });
      return performance.now() - before;
    });
    plans[name] = { milliseconds: median(times), worstMilliseconds: Math.max(...times) };
  }
  const verified = [0, 1, 2].map((turn) => planner.optimize(problemAt(problems["expected worth"], turn)));
  return {
    planning: {
      draws: planner.horizon.fit.draws.chains * planner.horizon.fit.draws.draws,
      openMilliseconds: opened - started,
      tableMilliseconds: tabulated - opened,
      plans,
      verificationMilliseconds: median(verified.map(({ verification }) => verification.milliseconds)),
      largestDifference: Math.max(...verified.map(({ verification }) => verification.largestDifference)),
      largestKktResidual: Math.max(...verified.map(({ kktResidual }) => kktResidual)),
    },
    reoptimizationMilliseconds: plans["expected worth"].milliseconds,
  };
}

/** Other bounds and another budget every turn. */
function problemAt({ objective, upper = 1.5 }, turn) {
  return {
    objective,
    bounds: [{ unit: "relative", lower: 0.5 - 0.002 * turn, upper: upper - 0.002 * turn }],
    budget: { kind: "relative", factor: 1 + 0.001 * turn },
  };
}

function median(values) {
  const sorted = values.toSorted((left, right) => left - right);
  return sorted[Math.floor(sorted.length / 2)];
}
