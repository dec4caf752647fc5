// docs/trust.md against the sources: every check by its title, critical ones marked, and every limit.
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { evaluate } from "../../src/analysis/evaluate.ts";
import { resolveSpec } from "../../src/model/resolve-spec.ts";
import { assessTrust } from "../../src/trust/assess-trust.ts";
import { priorFit } from "../../src/trust/prior-draws.ts";
import { trustThresholds as limits } from "../../src/trust/thresholds.ts";
import { geoWorld } from "../support/geo-panel.ts";

const page = readFileSync(new URL("../../../../docs/trust.md", import.meta.url), "utf8");

/** The cells of a check's row, by its title. */
function row(title: string): string[] {
  const line = page.split("\n").find((each) => each.startsWith(`| ${title} `)) ?? "";
  return line.split(/(?<!\\)\|/).map((cell) => cell.trim());
}

test("the table has every check of a fit of several geos, and no other", () => {
  const { panel, config } = geoWorld({ geos: 2, periods: 60 });
  const fit = priorFit(panel, resolveSpec(panel, config), 40, 1);
  const { checks } = assessTrust(fit, evaluate(fit, { sampling: { warmup: 0, seed: 1, targetAccept: 0.9 } }), {
    draws: 40,
  });
  for (const { title, critical } of checks) expect(row(title)[1], title).toBe(critical ? `${title} *` : title);
  const section = page.split(/^## /m).find((part) => part.startsWith("The checks")) ?? "";
  expect(section.split("\n").filter((line) => line.startsWith("| "))).toHaveLength(checks.length + 2);
  expect(checks).toHaveLength(17);
});

test("limits are those of the source", () => {
  const has = (title: string, passes: readonly string[], fails: readonly string[]): void => {
    const [, , , passing = "", failing = ""] = row(title);
    for (const text of passes) expect(passing, title).toContain(text);
    for (const text of fails) expect(failing, title).toContain(text);
  };
  const percent = (share: number): string => `${Math.round(100 * share)} %`;
  has("It predicts the unseen", [`${limits.holdoutCoverageError.caution}`], [`${limits.holdoutCoverageError.fail}`]);
  has(
    "A placebo earns nothing",
    [`1/${Math.round(1 / limits.placeboFactor.caution)}`],
    [`1/${Math.round(1 / limits.placeboFactor.fail)}`],
  );
  has("Simulated data look like the data", [`${limits.predictiveP.caution} to`], [`${limits.predictiveP.fail}`]);
  has(
    "What is left is noise",
    [`< ${limits.autocorrelation.caution},`, `${limits.ljungBoxP}`],
    [`${limits.autocorrelation.fail}`],
  );
  has("No few dates decide", [percent(limits.influentialShare.caution)], [percent(limits.influentialShare.fail)]);
  has(
    "The model describes the data",
    [`${limits.r2.caution} to ${limits.r2.tooGood}`, percent(limits.coverageError.caution)],
    [`≤ ${limits.r2.fail}`, percent(limits.coverageError.fail)],
  );
  has("The baseline is positive", [percent(limits.negativeBaseline.caution)], [percent(limits.negativeBaseline.fail)]);
  has(
    "The prior allows the data",
    [percent(1 - 2 * limits.priorTail.caution), `${limits.priorWidth} totals`, percent(limits.priorNegative)],
    [percent(1 - 2 * limits.priorTail.fail)],
  );
  has(
    "The data taught the ROIs",
    [`> ${limits.contraction.caution}`, `at most ${limits.shift}`],
    [`${limits.contraction.fail}`],
  );
  has("The money is where data are", [percent(limits.priorOnlySpend.caution)], [percent(limits.priorOnlySpend.fail)]);
  has("Other priors, same ROIs", [`${limits.sensitivity}`], []);
  has(
    "Channels can be told apart",
    [`below ${limits.varianceInflation.caution} and ${limits.channelCorrelation.caution}`],
    [`${limits.varianceInflation.fail} or ${limits.channelCorrelation.fail}`],
  );
  has("Each channel was low at times", [`${limits.leastEffect.caution}`], [`${limits.leastEffect.fail}`]);
  has("ROIs are believable", [percent(limits.implausibleMass.caution)], [percent(limits.implausibleMass.fail)]);
  has(
    "There are enough data",
    [`more than ${limits.observationsPerParameter.caution}`],
    [`${limits.observationsPerParameter.fail}`],
  );
  expect(row("ROIs are believable")[2]).toContain(`above ${limits.roi} or negative`);
});
