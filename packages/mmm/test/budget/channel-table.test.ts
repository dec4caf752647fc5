// The table against the model: values of every draw, slopes of every weighting.
import { describe, expect, test } from "vitest";
import { channelTable } from "../../src/budget/channel-table.ts";
import { meanOf, statedWorld } from "./stated-world.ts";

const kinds = { default: {}, "the seed's": { kind: "adelon" }, "PyMC-Marketing's": { kind: "pymc-marketing" } };

describe.each(Object.entries(kinds))("of %s model", (_, model) => {
  const { panel, fit } = statedWorld(model, 12, 60);
  const outcome = fit.open();
  const planAt = (multiplier: number) => ({
    exposure: panel.media.map(({ exposure }) => exposure.map((value) => multiplier * value)),
  });
  const weights = panel.kpi.revenuePerKpi;
  const table = channelTable(outcome, planAt, weights);
  table.extend(0, 3);
  const multipliers = [0.02, 0.11, 0.37, 0.5, 0.731, 1, 1.62, 2.9];
  const exact = outcome.parts([0, ...multipliers].map(planAt), weights);
  const [nothing] = exact;

  test("every draw's worth is the model's, to a millionth of the channel's mean worth", () => {
    for (const channel of [0, 1]) {
      const scale = meanOf(
        outcome.parts([planAt(1)], weights)[0][channel].map((value, draw) => Math.abs(value - nothing[channel][draw])),
      );
      multipliers.forEach((multiplier, index) => {
        const worth = new Float64Array(outcome.draws);
        table.addWorth(channel, multiplier, worth);
        worth.forEach((value, draw) => {
          const expected = exact[index + 1][channel][draw] - nothing[channel][draw];
          expect(Math.abs(value - expected)).toBeLessThanOrEqual(1e-6 * scale);
        });
        const mean = meanOf(exact[index + 1][channel]) - meanOf(nothing[channel]);
        expect(Math.abs(meanOf(worth) - mean)).toBeLessThanOrEqual(2e-9 * scale);
      });
    }
  });

  test("slopes and curvatures are those of the values", () => {
    const drawWeights = Float64Array.from({ length: outcome.draws }, (_, draw) => (draw + 1) / 78);
    const curves = table.weighted(drawWeights);
    const at = (channel: number, multiplier: number) => {
      const point = { value: 0, slope: 0, curvature: 0 };
      curves.evaluate(channel, multiplier, point);
      return point;
    };
    for (const channel of [0, 1]) {
      for (const multiplier of [0.11, 0.731, 1.62, 2.9]) {
        const here = at(channel, multiplier);
        const step = 1e-4 * multiplier;
        const [less, more] = [at(channel, multiplier - step), at(channel, multiplier + step)];
        const scale = Math.abs(here.value / multiplier) + Math.abs(here.slope);
        expect(Math.abs(here.slope - (more.value - less.value) / (2 * step))).toBeLessThan(1e-6 * scale);
        expect(Math.abs(here.curvature - (more.slope - less.slope) / (2 * step))).toBeLessThan(
          (1e-5 * scale) / multiplier,
        );
      }
    }
  });

  test("nothing brings nothing, and what was asked is not asked again", () => {
    const worth = new Float64Array(outcome.draws);
    table.addWorth(0, 0, worth);
    expect(worth.every((value) => value === 0)).toBe(true);
    const before = table.evaluations;
    table.extend(0.3, 2.5);
    expect(table.evaluations).toBe(before);
  });

  test("beyond the table nothing is made up", () => {
    expect(() => table.addWorth(0, 9, new Float64Array(outcome.draws))).toThrow(RangeError);
  });
});
