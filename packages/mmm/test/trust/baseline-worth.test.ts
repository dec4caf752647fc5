// The baseline's worth where there are organic channels and treatments, against the parts that are left.
import { expect, test } from "vitest";
import { posteriorSums } from "../../src/analysis/posterior-sums.ts";
import { resolveSpec } from "../../src/model/resolve-spec.ts";
import { baselineWorth } from "../../src/trust/baseline-worth.ts";
import { priorBeliefs } from "../../src/trust/prior-beliefs.ts";
import { priorFit } from "../../src/trust/prior-draws.ts";
import { richWorld } from "../support/rich-panel.ts";

test("is what neither paid nor organic media nor treatments brought, in money", () => {
  const { panel: built, config } = richWorld("national");
  const money = built.kpi.values.map((_, cell) => 1 + (cell % 3));
  const panel = { ...built, kpi: { ...built.kpi, revenuePerKpi: money } };
  const draws = 60;
  const fit = priorFit(panel, resolveSpec(panel, config), draws, 4);
  const worth = baselineWorth(fit, posteriorSums(fit, draws));
  const cells = panel.kpi.values.length;
  const left = new Float64Array(draws);
  for (const { group, values } of fit.components()) {
    if (["media", "organic", "treatments"].includes(group)) continue;
    values.forEach((value, index) => {
      left[Math.floor(index / cells)] += value * money[index % cells];
    });
  }
  expect(fit.components().map(({ group }) => group)).toEqual(expect.arrayContaining(["organic", "treatments"]));
  for (const [draw, value] of worth.entries()) {
    expect(Math.abs(value - left[draw])).toBeLessThanOrEqual(1e-9 * Math.max(...left.map(Math.abs)));
  }
  const { negativeBaseline } = priorBeliefs(panel, resolveSpec(panel, config), draws, 4);
  expect(negativeBaseline).toBe(left.filter((value) => value < 0).length / draws);
});
