// Known truth: what a plan made on the demo world's data leaves of the gain that the best plan would bring.
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { allocateSeparable, type SeparableTerm } from "@carryover/engine";
import { workerChainRunner } from "@carryover/engine/workers";
import { beforeAll, describe, expect, test } from "vitest";
import {
  buildPanel,
  fitBayesian,
  generateWorld,
  openPlanner,
  type Planner,
  parseConfig,
  resolveSpec,
  worldConfig,
} from "../../src/index.ts";
import { adstock } from "../../src/media/adstock.ts";

const { table, truth } = generateWorld();
const posteriorModule = pathToFileURL(createRequire(import.meta.url).resolve("@carryover/mmm/posterior"));

interface TrueChannel {
  readonly name: string;
  readonly spend: number;
  /** Revenue by money, with two derivatives. */
  readonly evaluate: SeparableTerm["evaluate"];
}

/** By the generator's equation: hill(multiple of the spend · stock) summed over the days. */
const channels = Object.entries(truth.channels).map(([name, parameters]): TrueChannel => {
  const daily = Float64Array.from(table.columns.find((each) => each.name === `${name}_spend`)?.cells ?? [], Number);
  const spend = daily.reduce((sum, value) => sum + value, 0);
  const { adstock_alpha: retention, saturation_K: half, saturation_S: slope, beta } = parameters;
  const stock = adstock({ kind: "geometric", window: null, normalize: false }, daily, [retention]);
  const relative = stock.map((value) => (value / half) ** slope);
  const ceiling = truth.baseline.intercept * beta;
  return {
    name,
    spend,
    evaluate(money, out) {
      const power = (money / spend) ** slope;
      let [value, first, second] = [0, 0, 0];
      for (const each of relative) {
        const lifted = power * each;
        const [share, rest] = [lifted / (1 + lifted), 1 / (1 + lifted)];
        value += share;
        first += share * rest;
        second += share * rest * (slope * (rest - share) - 1);
      }
      out.value = ceiling * value;
      out.slope = (ceiling * slope * first) / money;
      out.curvature = (ceiling * slope * second) / (money * money);
    },
  };
});

function outcome(money: readonly number[]): number {
  const point = { value: 0, slope: 0, curvature: 0 };
  return channels.reduce((sum, { evaluate }, index) => {
    evaluate(money[index], point);
    return sum + point.value;
  }, 0);
}

describe("on the demo world at the current budget", () => {
  let planner: Planner;

  beforeAll(async () => {
    const config = parseConfig(worldConfig({ dataPath: "world.csv" }));
    const { panel } = buildPanel(table, config);
    const sampling = { chains: 4, warmup: 500, draws: 500, seed: 42 };
    const runner = workerChainRunner(posteriorModule);
    const fit = await fitBayesian(panel, resolveSpec(panel, config), { sampling, runner });
    planner = openPlanner(fit, { window: { carryOut: false } });
  });

  // The seed's optimizer leaves 7 %, 10 % and 50 % on its demo world, a local search with carryover on its posterior 0, 0.1 and 11 %.
  test.each([
    { low: 0.7, high: 1.3, left: 0.005 },
    { low: 0.5, high: 1.5, left: 0.02 },
    { low: 0.2, high: 3, left: 0.1 },
  ])(
    "within $low to $high of the current plan, at most $left of the attainable gain is left",
    ({ low, high, left }) => {
      const current = channels.map(({ spend }) => spend);
      const amount = current.reduce((sum, spend) => sum + spend, 0);
      const best = allocateSeparable({
        terms: channels.map(({ name, spend, evaluate }) => ({
          name,
          lower: low * spend,
          upper: high * spend,
          evaluate,
        })),
        budget: { amount, kind: "equal" },
      });
      expect(best.status).toBe("optimal");
      const plan = planner.optimize({ bounds: [{ unit: "relative", lower: low, upper: high }] });
      const gain = outcome(channels.map(({ name }) => plan.allocation[name])) - outcome(current);
      const attainable = best.value - outcome(current);
      expect(gain).toBeGreaterThan((1 - left) * attainable);
      // Nothing beats the best.
      expect(gain).toBeLessThanOrEqual(best.upperBound - outcome(current));
      expect(plan.probabilityBetter).toBeGreaterThan(0.95);
    },
  );
});
