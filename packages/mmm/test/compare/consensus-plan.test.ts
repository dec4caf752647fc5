import { expect, test } from "vitest";
import { openPlanner } from "../../src/budget/planner.ts";
import { channelDraws } from "../../src/compare/channel-draws.ts";
import { consensusPlans } from "../../src/compare/consensus-plan.ts";
import { fitWithRoi } from "./hand-made.ts";

const one = fitWithRoi([3, 0.5], 24);
const other = fitWithRoi([0.5, 2], 24, 2);
const frameworks = [
  { name: "one", weight: 0.5, fit: one },
  { name: "other", weight: 0.5, fit: other },
];
const found = consensusPlans({ frameworks, draws: 24 });
const plan = (name: string) => {
  const each = found.plans.find((candidate) => candidate.name === name);
  if (each === undefined) throw new Error(`no plan ${name}`);
  return each;
};

test("each framework's own plan is the planner's, and no plan serves a framework better than its own", () => {
  const own = openPlanner(one, { draws: 24 }).optimize({}, { verify: false });
  for (const [channel, money] of Object.entries(own.allocation)) {
    expect(plan("best under one").allocation[channel]).toBeCloseTo(money, 6);
  }
  for (const { underFramework } of found.plans) {
    const best = plan("best under one").underFramework.one.lift.mean;
    expect(underFramework.one.lift.mean).toBeLessThanOrEqual(best * (1 + 1e-9) + 1e-6);
    expect(underFramework.one.regret).toBeCloseTo(best - underFramework.one.lift.mean, 4);
  }
});

test("all plans spend the same money", () => {
  for (const { allocation } of found.plans) {
    expect(Object.values(allocation).reduce((sum, money) => sum + money, 0)).toBeCloseTo(found.budget, 4);
  }
});

test("the maximin plan serves the framework it serves worst better than any other plan does, and its gap bounds what is left", () => {
  const least = (name: string): number =>
    Math.min(...Object.values(plan(name).underFramework).map(({ gainShare }) => gainShare ?? 1));
  const reached = least("maximin");
  for (const { name } of found.plans) expect(least(name)).toBeLessThanOrEqual(reached + 1e-6);
  const gap = plan("maximin").certificate?.dualityGap ?? Number.NaN;
  expect(gap).toBeGreaterThanOrEqual(0);
  // By brute force over the two channels' split: nothing is better than what was found by more than the gap.
  const planners = frameworks.map(({ fit }) => openPlanner(fit, { draws: 24 }).pose({}));
  const { settled } = planners[0];
  const mean = (index: number, amounts: Float64Array): number => {
    const worth = planners[index].worth.worth(amounts);
    return worth.reduce((sum, each) => sum + each, 0) / worth.length;
  };
  const best = frameworks.map(({ name }) => plan(`best under ${name}`).underFramework[name].lift.mean);
  const total = settled.variables.current.reduce((sum, each) => sum + each, 0);
  let top = Number.NEGATIVE_INFINITY;
  for (let step = 0; step <= 400; step += 1) {
    const tv = settled.lower[0] + ((settled.upper[0] - settled.lower[0]) * step) / 400;
    const amounts = Float64Array.of(tv, total - tv);
    if (amounts[1] < settled.lower[1] || amounts[1] > settled.upper[1]) continue;
    const gains = frameworks.map(
      (_, index) => (mean(index, amounts) - mean(index, settled.variables.current)) / best[index],
    );
    top = Math.max(top, Math.min(...gains));
  }
  expect(top).toBeLessThanOrEqual(reached + gap + 1e-6);
  expect(reached).toBeGreaterThanOrEqual(top - 1e-3);
});

test("with all weight on one framework the weighted plan is that framework's", () => {
  const alone = consensusPlans({
    frameworks: frameworks.map((each, index) => ({ ...each, weight: index === 0 ? 1 : 0 })),
    draws: 24,
  });
  const [weighted, best] = ["weighted", "best under one"].map((name) => alone.plans.find((each) => each.name === name));
  for (const channel of alone.channels) {
    expect(weighted?.allocation[channel]).toBeCloseTo(best?.allocation[channel] ?? Number.NaN, 4);
  }
});

test("sentences say whom a plan serves worst", () => {
  expect(found.sentences.join(" ")).toMatch(
    /weighted plan is better than the current one with probability (above |below )?0\.\d+/,
  );
  expect(found.sentences.join(" ")).toMatch(/maximin plan keeps at least \d+ %/);
});

test("who has nothing to gain is not promised a share of it, and its loss is said", () => {
  const mean = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [tv, search] = channelDraws(fitWithRoi([1, 1], 24)).map(({ marginalRoi }) => mean(marginalRoi));
  // The next unit of money brings as much on either channel: today's plan is the best.
  const content = { name: "content", weight: 0.5, fit: fitWithRoi([1, tv / search], 24) };
  const { plans, indifferent, sentences } = consensusPlans({ frameworks: [frameworks[0], content], draws: 24 });
  expect(indifferent).toEqual(["content"]);
  const maximin = plans.find(({ kind }) => kind === "maximin");
  expect(maximin?.underFramework.content.gainShare).toBeNull();
  expect(maximin?.underFramework.content.lift.mean).toBeLessThan(0);
  expect(sentences.find((each) => each.includes("maximin"))).toContain(
    "Under content, which sees next to nothing to gain, it loses",
  );
});
