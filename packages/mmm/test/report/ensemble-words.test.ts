import { expect, test } from "vitest";
import { openPlanner } from "../../src/budget/planner.ts";
import { budgetAnswer } from "../../src/report/budget-sentences.ts";
import { buildReport } from "../../src/report/chapters.ts";
import { answerSentence, verdictBadge } from "../../src/report/sentences.ts";
import { statedRobynFit } from "../support/robyn-fit.ts";
import { asEnsemble, defaultShape, makeEvaluation } from "./make-evaluation.ts";

const ensemble = asEnsemble(makeEvaluation({ ...defaultShape, periods: 104, frequency: "weekly", truth: false }));

test("the report of an ensemble never speaks of a posterior's draws or of chains as if it had them", () => {
  const text = JSON.stringify(buildReport(ensemble).chapters.filter(({ id }) => id !== "diagnostics"));
  for (const word of ["posterior", "R-hat", "ESS", "chains of", "Bayesian", "LOO"]) expect(text).not.toContain(word);
});

test("the diagnostics of an ensemble say that what is asked of chains does not apply", () => {
  const chapter = buildReport(ensemble).chapters.find(({ id }) => id === "diagnostics");
  expect(chapter?.blocks).toHaveLength(1 + (ensemble.diagnostics.findings.length === 0 ? 0 : 1));
  expect(JSON.stringify(chapter?.blocks)).toContain("A search has neither chains nor a posterior");
});

test("the first line says what its intervals are", () => {
  expect(answerSentence(ensemble)).toContain("four selected models");
  expect(answerSentence(ensemble)).toContain("not sampling uncertainty");
  expect(verdictBadge(ensemble).detail).toContain("four selected models");
});

test("intervals that hold resampled estimates are not called a spread between models alone", () => {
  const { sampling } = ensemble;
  const resampled = { ...ensemble, sampling: { ...sampling, ensemble: { ...sampling.ensemble!, bootstrapped: true } } };
  expect(answerSentence(resampled)).not.toContain("not sampling uncertainty");
  expect(JSON.stringify(buildReport(resampled))).toContain("residuals are resampled in blocks");
});

test("a plan of an ensemble has shares of its models behind it, no probability", () => {
  const plan = openPlanner(statedRobynFit(), { draws: 20 }).optimize({}, { verify: false });
  for (const text of [plan.sentences.join(" "), budgetAnswer(plan)]) {
    expect(text).toMatch(/90.% of the models between/);
    expect(text).toMatch(/beats it in (?:above |>.)?[0-9.]+ of the models/);
    expect(text).not.toMatch(/\bsure\b|probability/);
  }
  const { ensemble: _, ...ofPosterior } = plan;
  expect(budgetAnswer(ofPosterior)).toMatch(
    /90.% sure between .* it beats it with probability (?:above |>.)?[0-9.]+\./,
  );
});
