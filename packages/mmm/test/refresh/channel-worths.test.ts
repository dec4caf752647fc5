// Contributions in money and what 1 % more brings, by the definition, where parts add up and where effects multiply.
import { describe, expect, test } from "vitest";
import type { Fit } from "../../src/fit.ts";
import { resolveSpec } from "../../src/model/resolve-spec.ts";
import { channelWorths, windowWeights } from "../../src/refresh/channel-worths.ts";
import { smallWorld } from "../support/small-panel.ts";
import { priorDraws, statedFit } from "../support/stated-fit.ts";

describe.each(["normal", "log-normal"])("with a %s likelihood", (likelihood) => {
  const { panel, config } = smallWorld({ likelihood, yearly_order: 0, day_of_week: false }, 60);
  const worth = { ...panel, kpi: { ...panel.kpi, revenuePerKpi: panel.kpi.revenuePerKpi.map((_, t) => 1 + t / 10) } };
  const spec = resolveSpec(worth, config);
  const fit: Fit = statedFit(worth, spec, priorDraws(worth, spec, 5));
  const exposure = worth.media.map((series) => series.exposure);

  /** Σ over days 20 to 39 of money times what changes when a channel's media are multiplied. */
  function change(channel: number, factor: number): number[] {
    const whole = fit.outcome({ exposure }).values;
    const scaled = exposure.map((series, index) =>
      index === channel ? series.map((value) => value * factor) : series,
    );
    const other = fit.outcome({ exposure: scaled }).values;
    return Array.from({ length: 5 }, (_, draw) => {
      let sum = 0;
      for (let t = 20; t < 40; t += 1) sum += (1 + t / 10) * (other[draw * 60 + t] - whole[draw * 60 + t]);
      return sum;
    });
  }

  test("equal outcome with less outcome without, and outcome with more", () => {
    const { contribution, gain } = channelWorths(fit, fit.open(), windowWeights(fit, 20, 40));
    for (const channel of [0, 1]) {
      change(channel, 0).forEach((lost, draw) => {
        expect(Math.abs(contribution[channel][draw] / -lost - 1)).toBeLessThan(1e-9);
      });
      // A difference of outcomes of a hundredth of their size, itself small beside the level.
      change(channel, 1.01).forEach((more, draw) => {
        expect(Math.abs(gain[channel][draw] / more - 1)).toBeLessThan(1e-6);
      });
    }
  });
});
