// Shown draw by draw, an outcome is the one asked for at once.
import { expect, test } from "vitest";
import { observedPlan, scaleChannel } from "../../../src/analysis/media-plan.ts";
import { additiveDaily, geoWeekly, multiplyingDaily } from "../../analysis/incrementality-fits.ts";

test.each([
  ["additive", additiveDaily(3)],
  ["over geos", geoWeekly(3)],
  ["multiplying", multiplyingDaily(3)],
] as const)("%s: each plan in each draw, and each channel's part where effects add up", (kind, fit) => {
  const plan = observedPlan(fit.panel);
  const plans = [plan, scaleChannel(plan, 0, 0.5), scaleChannel(plan, 1, 0)];
  const outcome = fit.open({ draws: Int32Array.of(2, 0) });
  const cells = plan.exposure[0].length;
  const wanted = plans.map((each) => outcome.outcome(each));
  const weights = new Float64Array(cells).fill(1);
  const parts = kind === "multiplying" ? null : outcome.parts(plans, weights);
  const seen: string[] = [];
  outcome.visit(plans, (row, index, shown) => {
    seen.push(`${row} ${index}`);
    expect(shown.expected).toEqual(wanted[index].slice(row * cells, (row + 1) * cells));
    if (parts === null) expect(shown.parts).toBeNull();
    shown.parts?.forEach((part, channel) => {
      const total = part.reduce((sum, value) => sum + value, 0);
      // Sums of a few hundred terms in another order.
      expect(Math.abs(total - (parts?.[index][channel][row] ?? Number.NaN))).toBeLessThanOrEqual(
        1e-12 * Math.abs(total),
      );
    });
  });
  expect(seen).toEqual(["0 0", "0 1", "0 2", "1 0", "1 1", "1 2"]);
});
