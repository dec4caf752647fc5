import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { RobynPoint } from "../../src/budget/optimization.ts";
import { openPlanner } from "../../src/budget/planner.ts";
import { robynCurve } from "../../src/budget/robyn-curve.ts";
import { SpecError } from "../../src/errors.ts";
import type { Fit } from "../../src/fit.ts";
import { fitFromSearch } from "../../src/frameworks/robyn/fit-from-search.ts";
import { resolveSpec } from "../../src/model/resolve-spec.ts";
import { robynWeeklyConfig, statedModel, statedRobynFit, statedSearch, weeklyPanel } from "../support/robyn-fit.ts";
import { smallWorld } from "../support/small-panel.ts";
import { priorDraws, statedFit } from "../support/stated-fit.ts";

interface PortChannel {
  readonly initialSpend: number;
  readonly initialResponse: number;
  readonly lower: number;
  readonly upper: number;
  readonly spend: number;
  readonly response: number;
  readonly wideLower: number;
  readonly wideUpper: number;
  readonly wideSpend: number;
  readonly wideResponse: number;
}

const port = JSON.parse(readFileSync(new URL("../fixtures/robyn/allocator.json", import.meta.url), "utf8")) as {
  readonly model: string;
  readonly hyperparameters: Readonly<Record<string, number>>;
  readonly lambda: number;
  readonly coefficients: Readonly<Record<string, number>>;
  readonly channels: Readonly<Record<string, PortChannel>>;
};

function portFit(): Fit {
  const panel = weeklyPanel();
  const spec = resolveSpec(panel, robynWeeklyConfig());
  const model = statedModel(panel, spec, { ...port, id: port.model }, 1);
  return fitFromSearch(panel, spec, statedSearch([model], [1]), { draws: 20 });
}

const window = { from: "2016-01-04", to: "2018-12-31", carryOut: false };
const method = "robyn-allocator" as const;

describe("on the Python port's model and bounds", () => {
  const planner = openPlanner(portFit(), { window });
  const { robyn } = planner.optimize({ method, bounds: [{ unit: "relative", lower: 0.7, upper: 1.3 }] });
  const channels = robyn!.channels;

  test("the plan and the second solution in wider bounds are the port's, to the solver's tolerance", () => {
    for (const { name, plan, widened, initial, bounds, wideBounds } of channels) {
      const theirs = port.channels[name];
      expect(initial.spend / theirs.initialSpend).toBeCloseTo(1, 9);
      expect([bounds[0] / theirs.lower, bounds[1] / theirs.upper]).toEqual([
        expect.closeTo(1, 9),
        expect.closeTo(1, 9),
      ]);
      expect([wideBounds[0] / theirs.wideLower, wideBounds[1] / theirs.wideUpper]).toEqual([
        expect.closeTo(1, 9),
        expect.closeTo(1, 9),
      ]);
      expect(plan.spend / theirs.spend).toBeCloseTo(1, 6);
      expect(widened.spend / theirs.wideSpend).toBeCloseTo(1, 6);
    }
  });

  test("responses are the port's within the few percent by which its mean carryover differs", () => {
    // The port averages carryovers of other weeks than those it plans; at the model's largest carryover that is 4 %.
    for (const { name, plan, widened, initial } of channels) {
      const theirs = port.channels[name];
      expect(Math.abs(initial.response / theirs.initialResponse - 1)).toBeLessThan(0.05);
      expect(Math.abs(plan.response / theirs.response - 1)).toBeLessThan(0.05);
      expect(Math.abs(widened.response / theirs.wideResponse - 1)).toBeLessThan(0.05);
    }
  });

  test("no division within the bounds on a fine grid has a larger response", () => {
    const horizon = planner.horizon;
    const curves = channels.map((_, index) => robynCurve(horizon, index));
    const point = { value: 0, slope: 0, curvature: 0 };
    const response = (spends: readonly number[]): number =>
      spends.reduce((sum, spend, index) => {
        curves[index].evaluate(spend, point);
        return sum + point.value;
      }, 0);
    const budget = channels.reduce((sum, { initial }) => sum + initial.spend, 0);
    const ends = channels.map(({ wideBounds }) => wideBounds);
    const free = channels.findIndex(({ name }) => name === "ooh_S");
    const others = channels.map((_, index) => index).filter((index) => index !== free);
    for (let choice = 0; choice < 4 ** others.length; choice += 1) {
      const spends = new Array<number>(channels.length).fill(0);
      others.forEach((index, digit) => {
        const step = Math.floor(choice / 4 ** digit) % 4;
        spends[index] = ends[index][0] + (step / 3) * (ends[index][1] - ends[index][0]);
      });
      spends[free] = budget - spends.reduce((sum, value) => sum + value, 0);
      if (spends[free] < ends[free][0] || spends[free] > ends[free][1]) continue;
      expect(response(spends)).toBeLessThanOrEqual(robyn!.response.widened * (1 + 1e-9));
    }
  });

  test("slopes are those of the curve: finite differences agree", () => {
    const horizon = planner.horizon;
    channels.forEach(({ initial }, index) => {
      const at = (spend: number): RobynPoint & { readonly curvature: number } => {
        const point = { value: 0, slope: 0, curvature: 0 };
        robynCurve(horizon, index).evaluate(spend, point);
        return { spend, response: point.value, marginal: point.slope, curvature: point.curvature };
      };
      const step = 1e-3 * initial.spend;
      const [below, above] = [at(initial.spend - step), at(initial.spend + step)];
      expect((above.response - below.response) / (2 * step) / initial.marginal).toBeCloseTo(1, 4);
      expect((above.marginal - below.marginal) / (2 * step) / at(initial.spend).curvature).toBeCloseTo(1, 3);
    });
  });
});

describe("a target return", () => {
  const planner = openPlanner(portFit(), { window });
  const current = planner.optimize({ method }).robyn!;
  const spent = current.channels.reduce((sum, { initial }) => sum + initial.spend, 0);
  const roi = (0.8 * current.response.initial) / spent;
  const { robyn } = planner.optimize({ method, budget: { kind: "target-roi", roi } });
  const total = robyn!.channels.reduce((sum, { plan }) => sum + plan.spend, 0);

  test("is met exactly where more would miss it: response over spend is the target", () => {
    expect(robyn!.response.plan / total / roi).toBeCloseTo(1, 6);
    expect(total).toBeGreaterThan(spent);
  });

  test("at the solution the gradient of spend less response over target points outward: 1 − R'/target, not 1 + R'", () => {
    const inside = robyn!.channels.filter(
      ({ plan, bounds }) => plan.spend > 1.001 * bounds[0] && plan.spend < 0.999 * bounds[1],
    );
    // The last unit brings less than the target wherever a channel could still spend more.
    for (const { plan } of inside) expect(1 - plan.marginal / roi).toBeGreaterThan(0);
  });

  test("without bounds of its own each channel may spend from a tenth to ten times", () => {
    for (const { bounds, initial } of robyn!.channels) {
      expect(bounds[0] / initial.spend).toBeCloseTo(0.1, 9);
      expect(bounds[1] / initial.spend).toBeCloseTo(10, 9);
    }
  });
});

test("over an ensemble the response is the mean of its models', each as often as it weighs", () => {
  const [first, second, both] = [
    [1, 0.000001],
    [0.000001, 1],
    [0.5, 0.5],
  ].map((weights) => openPlanner(statedRobynFit(weights), { window }).optimize({ method }));
  const at = (plan: typeof both): number => plan.robyn!.response.initial;
  expect(at(both) / (0.5 * (at(first) + at(second)))).toBeCloseTo(1, 9);
});

test("a run of another model is refused, and what the method has no word for", () => {
  const { panel, config } = smallWorld({}, 30);
  const spec = resolveSpec(panel, config);
  const bayesian = statedFit(panel, spec, priorDraws(panel, spec, 2));
  expect(() => openPlanner(bayesian).optimize({ method })).toThrow(SpecError);
  expect(() => openPlanner(statedRobynFit()).optimize({ method, decide: "weekly" })).toThrow(
    /robyn-allocator can be asked/,
  );
});
