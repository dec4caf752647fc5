// The evaluation's fast paths against their definitions, on real (short) fits of generated data by both models.
import { beforeAll, describe, expect, test } from "vitest";
import { carryover } from "../../src/analysis/carryover.ts";
import { channelResponse } from "../../src/analysis/channel-response.ts";
import { contributionByRemoval, mediaComponent } from "../../src/analysis/contributions.ts";
import { evaluate } from "../../src/analysis/evaluate.ts";
import type { Evaluation } from "../../src/analysis/evaluation.ts";
import { observedPlan } from "../../src/analysis/media-plan.ts";
import { marginalRoasOfResponse, observedResponse } from "../../src/analysis/observed-response.ts";
import { coefficients } from "../../src/analysis/response-curve.ts";
import { marginalRoasDraws } from "../../src/analysis/roas.ts";
import { totals } from "../../src/analysis/totals.ts";
import { buildPanel } from "../../src/data/build-panel.ts";
import { parseConfig } from "../../src/data/parse-config.ts";
import { type Fit, thinnedDraws } from "../../src/fit.ts";
import { fitBayesian } from "../../src/frameworks/bayesian/fit.ts";
import { generateWorld } from "../../src/generate/generate-world.ts";
import { seedChannels } from "../../src/generate/world-channel.ts";
import { worldConfig } from "../../src/generate/world-config.ts";
import { resolveSpec } from "../../src/model/resolve-spec.ts";

const periods = 150;
const channels = seedChannels.slice(0, 2);
const world = generateWorld({ periods, seed: 5, channels });

describe.each(["adelon", "default"] as const)("model %s", (kind) => {
  let fit: Fit;
  let evaluation: Evaluation;
  const kept = thinnedDraws(80);

  beforeAll(async () => {
    const config = parseConfig(worldConfig({ dataPath: "data.csv", channels, kind }));
    const { panel } = buildPanel(world.table, config);
    // Far from converged, and no matter: what is tested holds for any draws.
    const sampling = { chains: 2, warmup: 60, draws: 40, maxTreeDepth: 6, seed: 3 };
    fit = await fitBayesian(panel, resolveSpec(panel, config), { sampling });
    evaluation = evaluate(fit, { truth: world.truth, sampling: { warmup: 60, seed: 3, targetAccept: 0.9 } });
  });

  test("media components are contributions by removal, and all components sum to the outcome", () => {
    const components = fit.components();
    const whole = fit.outcome(observedPlan(fit.panel)).values;
    const summed = whole.map((_, index) => components.reduce((sum, { values }) => sum + values[index], 0));
    channels.forEach(({ name }, channel) => {
      const slow = contributionByRemoval(fit, channel);
      // Outcomes near 1e5 are subtracted: rounding 1e-11 each.
      mediaComponent(components, name)?.values.forEach((fast, index) => {
        expect(Math.abs(fast - slow[index])).toBeLessThan(1e-6);
      });
      expect(mediaComponent(components, name)).toBeDefined();
    });
    whole.forEach((value, index) => {
      expect(Math.abs(summed[index] - value)).toBeLessThan(1e-6);
    });
  });

  test("a contribution is one coefficient per draw times the channel's response", () => {
    channels.forEach(({ name }, channel) => {
      const response = channelResponse(fit, channel, kept);
      const contribution = mediaComponent(fit.components(), name)!.values;
      const total = observedOf(channel).total;
      const coefficient = coefficients(totals(contribution, periods), total);
      for (const draw of [0, 41, 79]) {
        const values = response.observed(draw).response;
        values.forEach((value, period) => {
          const exact = contribution[draw * periods + period];
          // Adstock and saturation are computed the same way twice, scaled differently: 1e-9 relative.
          expect(Math.abs(coefficient[draw] * value - exact)).toBeLessThan(1e-9 * Math.abs(exact) + 1e-9);
        });
      }
    });
  });

  test("the fast marginal ROAS is that of the definition", () => {
    const expected = fit.outcome(observedPlan(fit.panel)).values;
    channels.forEach(({ name }, channel) => {
      const observed = observedOf(channel);
      const coefficient = coefficients(totals(mediaComponent(fit.components(), name)!.values, periods), observed.total);
      const spend = fit.panel.media[channel].spend.reduce((sum, value) => sum + value, 0);
      const slow = marginalRoasDraws(fit, channel, expected, 80);
      marginalRoasOfResponse(observed, coefficient, spend, 1).forEach((fast, draw) => {
        // Differences of outcomes near 1e5, summed over 150 days and divided by 1 % of spend near 1e6: 1e-13 · 1e5.
        expect(Math.abs(fast - slow[draw])).toBeLessThan(1e-7);
      });
    });
  });

  test("the response curve is the outcome of spending the same every day", () => {
    channels.forEach((_, channel) => {
      const { responseCurve } = evaluation.channels[channel];
      const point = responseCurve[20];
      const plan = observedPlan(fit.panel);
      const steady = (spend: number): Float64Array =>
        fit.outcome({
          exposure: plan.exposure.map((own, index) => (index === channel ? own.map(() => spend) : own)),
        }).values;
      const spent = steady(point.spendPerPeriod);
      const none = steady(0);
      let gain = 0;
      for (let draw = 0; draw < 80; draw += 1)
        gain += (spent[(draw + 1) * periods - 1] - none[(draw + 1) * periods - 1]) / 80;
      // Carryover older than 150 days: retention 0.95, beyond any draw here, would leave 0.05 %.
      expect(Math.abs(gain / point.mean - 1)).toBeLessThan(1e-3);
    });
  });

  test("carryover is that of the adstock's own draws, and ROAS times spend the contribution", () => {
    for (const [channel, { halfLifePeriods, roas, spend, contribution }] of evaluation.channels.entries()) {
      const { adstock } = fit.spec.channels[channel];
      expect(carryover(adstock, channelResponse(fit, channel, kept).adstock, 80).halfLifePeriods).toEqual(
        halfLifePeriods,
      );
      expect(roas.mean * spend).toBeCloseTo(contribution.mean, 3);
    }
  });

  test("the truth of the world is compared with every parameter the model shares with it", () => {
    const labels = evaluation.recovery.map(({ label }) => label);
    const expected =
      kind === "adelon"
        ? [
            "intercept",
            "trend_coef",
            "dow_betas[sun]",
            "control_betas[is_promotion]",
            "saturation_K[tv]",
            "beta_media[tv]",
          ]
        : ["trend", "day_of_week[sun]", "control[is_us_holiday]", "half_saturation[tv]", "slope[search]"];
    for (const label of [...expected, "sigma", "roas[tv]", "roas[search]"]) expect(labels).toContain(label);
    expect(evaluation.trueRoas.tv).toBeCloseTo(world.truth.derived.true_roas_by_channel.tv, 4);
  });

  function observedOf(channel: number) {
    return observedResponse({
      response: channelResponse(fit, channel, kept),
      exposure: fit.panel.media[channel].exposure,
      revenuePerKpi: fit.panel.kpi.revenuePerKpi,
      draws: 80,
    });
  }
});
