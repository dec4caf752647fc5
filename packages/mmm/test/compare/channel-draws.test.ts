import { expect, test } from "vitest";
import { contributionByRemoval } from "../../src/analysis/contributions.ts";
import { evaluate } from "../../src/analysis/evaluate.ts";
import { channelDraws } from "../../src/compare/channel-draws.ts";
import { resolveSpec } from "../../src/model/resolve-spec.ts";
import { smallWorld } from "../support/small-panel.ts";
import { priorDraws, statedFit } from "../support/stated-fit.ts";
import { fitWithRoi } from "./hand-made.ts";

const sampling = { warmup: 0, seed: 1, targetAccept: 0.8 };

test("the stated return is the return, and all three agree with the evaluation", () => {
  const fit = fitWithRoi([2, 0.5]);
  const evaluation = evaluate(fit, { sampling });
  channelDraws(fit).forEach(({ name, roi, marginalRoi, contribution }, channel) => {
    const evaluated = evaluation.channels[channel];
    expect(name).toBe(evaluated.name);
    expect(mean(roi)).toBeCloseTo(evaluated.roas.mean, 8);
    expect(mean(marginalRoi)).toBeCloseTo(evaluated.marginalRoas.mean, 6);
    expect(mean(contribution) / evaluated.contribution.mean).toBeCloseTo(1, 8);
  });
});

test("where effects multiply, contributions are what removal takes away", () => {
  const { panel, config } = smallWorld({ likelihood: "log-normal", day_of_week: false }, 60);
  const spec = resolveSpec(panel, config);
  const fit = statedFit(panel, spec, priorDraws(panel, spec, 6));
  const draws = channelDraws(fit);
  panel.media.forEach((_, channel) => {
    const removed = contributionByRemoval(fit, channel);
    const totals = Array.from({ length: 6 }, (_unused, draw) =>
      removed.subarray(draw * 60, (draw + 1) * 60).reduce((sum, value) => sum + value, 0),
    );
    draws[channel].contribution.forEach((value, draw) => {
      expect(value / totals[draw]).toBeCloseTo(1, 8);
    });
  });
});

function mean(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
