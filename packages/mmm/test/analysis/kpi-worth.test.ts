// Units whose worth nobody stated are never called money.
import { expect, test } from "vitest";
import { isWorthKnown, worthUnit } from "../../src/analysis/kpi-worth.ts";
import { openPlanner } from "../../src/budget/planner.ts";
import type { Panel } from "../../src/data/panel.ts";
import { resolveSpec } from "../../src/model/resolve-spec.ts";
import { budgetAnswer } from "../../src/report/budget-sentences.ts";
import { compareScenarios } from "../../src/scenario/compare-scenarios.ts";
import { parseScenarios, splitScenario } from "../../src/scenario/parse-scenario.ts";
import { planHorizon } from "../../src/scenario/plan-horizon.ts";
import { vocabularyOf } from "../../src/scenario/vocabulary.ts";
import { smallWorld } from "../support/small-panel.ts";
import { priorDraws, statedFit } from "../support/stated-fit.ts";

const { panel, config } = smallWorld({}, 80);

function counting(revenuePerKpi: number): Panel {
  const worth = panel.kpi.revenuePerKpi.map(() => revenuePerKpi);
  return { ...panel, kpi: { ...panel.kpi, name: "orders", kind: "units", revenuePerKpi: worth } };
}

test("revenue is money, units are where their worth was stated", () => {
  expect([panel, counting(30), counting(1)].map(isWorthKnown)).toEqual([true, true, false]);
  expect([panel, counting(30), counting(1)].map(worthUnit)).toEqual([panel.currency, panel.currency, "orders"]);
});

test("plans and scenarios of such units speak of units, and leave out what would add them to money", async () => {
  const units = counting(1);
  const spec = resolveSpec(units, config);
  const fit = statedFit(units, spec, priorDraws(units, spec, 4, 4));
  const plan = openPlanner(fit).optimize({ bounds: [{ unit: "relative", lower: 0.8, upper: 1.2 }] });
  expect(plan.worthUnit).toBe("orders");
  expect(plan.sentences[1]).toMatch(/bring \+?[\d.\s\u202f]+ orders against/);
  expect(budgetAnswer(plan)).toMatch(/orders more than the current plan/);
  const scenarios = parseScenarios(["+10% tv"].map(splitScenario), vocabularyOf(units));
  const told = await compareScenarios(fit, { scenarios, horizon: planHorizon(units, {}) });
  expect(told.scenarios[0].net).toBeNull();
  expect(told.scenarios[0].moneyDifference.delta).toBe(told.scenarios[0].delta);
});
