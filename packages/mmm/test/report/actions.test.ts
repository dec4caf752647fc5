// Recommendations follow from the next unit's return and say how sure they are.
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Estimate, Evaluation } from "../../src/analysis/evaluation.ts";
import { recommendedActions } from "../../src/report/actions.ts";
import { evaluationArbitrary, makeEstimate, makeEvaluation } from "./make-evaluation.ts";

function withMarginals(marginals: readonly Estimate[]): Evaluation {
  const evaluation = makeEvaluation({ channels: marginals.length });
  return {
    ...evaluation,
    channels: evaluation.channels.map((channel, index) => ({ ...channel, marginalRoas: marginals[index] })),
  };
}

test("clear order and returns under break-even: move money, do not add any, test what is least known", () => {
  const actions = recommendedActions(
    withMarginals([makeEstimate(0.2, 0.02), makeEstimate(0.5, 0.03), makeEstimate(0.3, 0.03)]),
  );
  expect(actions.map(({ kind }) => kind)).toEqual(["shift", "question", "test"]);
  expect(actions[0].title).toBe("Move some spend from TV to Search, in small steps");
  expect(actions[0].probability).toBeGreaterThan(0.99);
  expect(actions[0].reason).toContain("The data say nothing above $");
  expect(actions[1].title).toBe("Do not raise total spend on these returns alone");
});

test("where the order is not clear the split is kept and that is said", () => {
  const [split] = recommendedActions(withMarginals([makeEstimate(0.9, 0.3), makeEstimate(1, 0.3)]));
  expect(split.kind).toBe("keep");
  expect(split.reason).toMatch(/^We cannot tell where the next dollar works best/);
  expect(split.probability).toBeLessThan(0.8);
});

test("a return surely above break-even is worth trying more of", () => {
  const actions = recommendedActions(withMarginals([makeEstimate(0.9, 0.1), makeEstimate(2, 0.2)]));
  expect(actions[1].kind).toBe("raise");
  expect(actions[1].title).toBe("Try more spend on Search");
});

test("only the worst channel surely under break-even is asked about; unclear ones keep the total", () => {
  const asked = recommendedActions(withMarginals([makeEstimate(0.3, 0.1), makeEstimate(1, 0.3)]));
  expect(asked[1].title).toBe("Ask whether the last part of TV's budget earns its keep");
  const kept = recommendedActions(withMarginals([makeEstimate(0.9, 0.4), makeEstimate(1, 0.4)]));
  expect(kept[1].title).toBe("Keep total spend for now");
});

test("a failed computation is repaired first", () => {
  const actions = recommendedActions(makeEvaluation({ verdict: "fail" }));
  expect(actions).toHaveLength(3);
  expect(actions[0].kind).toBe("repair");
  expect(actions[0].reason).toContain("Draw longer");
});

test("the test goes to the channel whose return the most money hangs on", () => {
  const evaluation = makeEvaluation({ channels: 2 });
  const stakes = {
    ...evaluation,
    channels: evaluation.channels.map((channel, index) => ({
      ...channel,
      roas: makeEstimate(1, index === 1 ? 0.9 : 0.01),
    })),
  };
  expect(recommendedActions(stakes).at(-1)?.title).toBe("Run a lift test on Search");
});

test("a channel without spend is never advised on", () => {
  const evaluation = makeEvaluation({ channels: 3 });
  const silent = {
    ...evaluation,
    channels: evaluation.channels.map((channel, index) =>
      index === 0 ? { ...channel, spend: 0, roas: makeEstimate(0, 0), marginalRoas: makeEstimate(0, 0) } : channel,
    ),
  };
  for (const { title, reason } of recommendedActions(silent)) expect(`${title} ${reason}`).not.toContain("TV");
  const none = { ...silent, channels: silent.channels.slice(0, 1) };
  expect(recommendedActions(none)).toEqual([]);
});

test("three actions for any evaluation with two channels, two with one, none without", () => {
  fc.assert(
    fc.property(evaluationArbitrary, (evaluation) => {
      const actions = recommendedActions(evaluation);
      const expected = evaluation.channels.length > 1 || evaluation.diagnostics.verdict === "fail" ? 3 : 2;
      expect(actions).toHaveLength(expected);
      for (const { title, reason } of actions) expect(`${title} ${reason}`).not.toMatch(/NaN|undefined|n\/a/);
    }),
    { numRuns: 40 },
  );
  expect(recommendedActions({ ...makeEvaluation(), channels: [] })).toEqual([]);
});
