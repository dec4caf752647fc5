// What media shown before the panel bring in it, and whose it is.
import { describe, expect, test } from "vitest";
import { channelResponse } from "../../src/analysis/channel-response.ts";
import { analyzeIncrementality } from "../../src/analysis/incrementality.ts";
import { incrementalityRequest } from "../../src/analysis/incrementality-request.ts";
import { observedPlan, switchOff } from "../../src/analysis/media-plan.ts";
import { resolveSpec } from "../../src/model/resolve-spec.ts";
import { priorFit } from "../../src/trust/prior-draws.ts";
import { richWorld } from "../support/rich-panel.ts";

const draws = 12;

describe("media before the panel", () => {
  const { panel, config } = richWorld("national", {}, { past: 6, weeks: 40 });
  const spec = resolveSpec(panel, config);
  const fit = priorFit(panel, spec, draws, 5);

  test("are carried in: what the window's own media bring and they bring is what the channel brought", () => {
    const request = incrementalityRequest(panel, { draws });
    const [{ subjects }] = analyzeIncrementality(fit, request).windows;
    const plan = observedPlan(panel);
    const before = switchOff(plan, [0, 1]);
    const past = fit.outcome({ ...before, history: [1, 0] }).values;
    const none = fit.outcome(before).values;
    const carried = past.reduce((sum, value, index) => sum + value - none[index], 0) / draws;
    expect(carried).toBeGreaterThan(0);
    // Saturation shares the effect of old and new media: alone the old bring more than besides the new.
    expect(subjects[0].windowView.carryIn.mean).toBeGreaterThan(0);
    expect(subjects[0].windowView.carryIn.mean).toBeLessThan(carried);
    const { contribution, own, carryIn } = subjects[0].windowView;
    expect(contribution.mean).toBeCloseTo(own.mean + carryIn.mean, 6);
  });

  test("are in a channel's response, of which its part is a constant multiple", () => {
    const components = fit.components();
    const kept = Int32Array.from({ length: draws }, (_, draw) => draw);
    spec.channels.forEach(({ name }, channel) => {
      const response = channelResponse(fit, channel, kept);
      const part =
        components.find((each) => each.group === "media" && each.name === name)?.values ?? new Float64Array();
      kept.forEach((draw) => {
        const own = response.observed(draw).response.slice();
        const split = response.split(draw, panel.media[channel].exposure);
        const [all, total] = [own, part.subarray(draw * own.length, (draw + 1) * own.length)].map((values) =>
          values.reduce((sum, value) => sum + value, 0),
        );
        own.forEach((value, cell) => {
          expect((value / all) * total).toBeCloseTo(part[draw * own.length + cell], 8);
          expect(split.response[cell]).toBeCloseTo(value, 12);
          expect(split.carried[cell]).toBeLessThanOrEqual(value + 1e-12);
        });
      });
    });
  });
});
