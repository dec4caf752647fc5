import { leaveOneOut } from "@carryover/engine";
import { describe, expect, test } from "vitest";
import { panelDigest } from "../../src/data/digest.ts";
import type { Panel } from "../../src/data/panel.ts";
import type { Fit } from "../../src/fit.ts";
import { resolveSpec } from "../../src/model/resolve-spec.ts";
import { compareModels } from "../../src/validation/compare-models.ts";
import { smallWorld } from "../support/small-panel.ts";
import { priorDraws, statedFit } from "../support/stated-fit.ts";

const { panel, config } = smallWorld({}, 70);

/** Draws near each other, around one from the prior, with this noise in units of the KPI’s scale. */
function fitOf(of: Panel, noise: number, holdout: readonly number[] = []): Fit {
  const spec = resolveSpec(of, config, holdout.length === 0 ? {} : { holdout });
  const [center] = priorDraws(of, spec, 1, 9);
  const draws = Array.from({ length: 60 }, (_, draw) =>
    Object.fromEntries(
      Object.entries(center).map(([name, values]) => [
        name,
        name === "sigma" ? [noise] : values.map((value, index) => value * (1 + 0.001 * Math.sin(draw + index))),
      ]),
    ),
  );
  return statedFit(of, spec, draws);
}

const [sharp, wide] = [fitOf(panel, 0.4), fitOf(panel, 4)];

describe("two models of the same data", () => {
  const comparison = compareModels([
    { name: "wide", fit: wide },
    { name: "sharp", fit: sharp },
  ]);

  test("are ordered by their LOO, with the error of the paired differences", () => {
    const loo = [sharp, wide].map((fit) =>
      leaveOneOut({ drawCount: 60, observations: 70, values: fit.pointwiseLogLikelihood() }),
    );
    const ordered = loo
      .map(({ elpd }, index) => ({ elpd, name: ["sharp", "wide"][index] }))
      .toSorted((a, b) => b.elpd - a.elpd);
    expect(comparison.models.map(({ name, elpd }) => ({ name, elpd }))).toEqual(
      ordered.map(({ name, elpd }) => ({ name, elpd })),
    );
    const differences = loo[0].pointwise.map((value, each) => value - loo[1].pointwise[each]);
    const mean = differences.reduce((sum, value) => sum + value, 0) / 70;
    const error = Math.sqrt(differences.reduce((sum, value) => sum + (value - mean) ** 2, 0));
    expect(comparison.models[0]).toMatchObject({ difference: 0, differenceError: 0 });
    expect(comparison.models[1].difference).toBeCloseTo(Math.abs(70 * mean), 8);
    expect(comparison.models[1].differenceError).toBeCloseTo(error, 8);
    expect(comparison.observations).toBe(70);
  });

  test("share weights that sum to one, and the sentence names the better", () => {
    for (const weight of ["stackingWeight", "pseudoBmaWeight"] as const) {
      expect(comparison.models.reduce((sum, each) => sum + each[weight], 0)).toBeCloseTo(1, 10);
    }
    expect(comparison.sentence).toContain(comparison.models[0].name);
    expect(comparison.stackingGap).toBeLessThan(1e-6);
  });

  test("that are the same predict alike", () => {
    const twice = compareModels([
      { name: "one", fit: sharp },
      { name: "two", fit: sharp },
    ]);
    expect(twice.sentence).toBe("one and two predict alike (difference in elpd 0.0 ± 0.0).");
    expect(twice.models[0].pseudoBmaWeight).toBeCloseTo(0.5, 10);
  });
});

describe("what cannot be compared is refused with its reason", () => {
  const changed = (change: Partial<Panel>): Panel => {
    const other = { ...panel, ...change };
    return { ...other, digest: panelDigest(other) };
  };
  test.each([
    ["another KPI", { kpi: { ...panel.kpi, name: "orders" } }, "the KPI is revenue in one and orders in the other"],
    [
      "other values",
      { kpi: { ...panel.kpi, values: panel.kpi.values.map((value, time) => (time === 3 ? value + 1 : value)) } },
      "revenue on 2024-01-04 is",
    ],
    ["other geos", { geos: ["north"] }, "geos national in one, north in the other"],
  ])("%s", (_, change, reason) => {
    expect(() =>
      compareModels([
        { name: "a", fit: sharp },
        { name: "b", fit: fitOf(changed(change), 0.4) },
      ]),
    ).toThrow(reason);
  });

  test("other dates, other cells held out, a run alone", () => {
    const shorter = fitOf(smallWorld({}, 60).panel, 0.4);
    const a = { name: "a", fit: sharp };
    expect(() => compareModels([a, { name: "b", fit: shorter }])).toThrow(
      "70 periods from 2024-01-01 to 2024-03-10 in one",
    );
    expect(() => compareModels([a, { name: "b", fit: fitOf(panel, 0.4, [3, 4]) }])).toThrow("held out");
    expect(() => compareModels([a])).toThrow("1 run to compare");
  });

  test("other media or controls are allowed, and said", () => {
    const other = changed({
      controls: panel.controls.map((each) => ({ ...each, values: each.values.map((value) => 2 * value) })),
    });
    const { warnings } = compareModels([
      { name: "a", fit: sharp },
      { name: "b", fit: fitOf(other, 0.4) },
    ]);
    expect(warnings.join()).toContain("same KPI but other media or controls");
  });

  test("an unfinished run and bad Pareto k are said", () => {
    const stopped: Fit = { ...sharp, interrupted: true };
    const values = sharp.pointwiseLogLikelihood();
    // One observation that a single draw decides.
    const spiky: Fit = {
      ...sharp,
      pointwiseLogLikelihood: () => values.map((value, index) => (index === 5 ? value - 60 : value)),
    };
    const { warnings } = compareModels([
      { name: "a", fit: stopped },
      { name: "b", fit: spiky },
    ]);
    expect(warnings).toContain("a was stopped early: its draws are few.");
    expect(warnings.some((warning) => warning.startsWith("b: Pareto k is above"))).toBe(true);
  });
});

test("an ensemble of selected models is refused by name: leaving out an observation cannot reweight it", () => {
  const facts = { models: 3, evaluations: 100, trials: 1, unsettled: [], bootstrapped: false };
  const ensemble = { name: "searched", fit: { ...sharp, ensemble: facts } };
  expect(() => compareModels([ensemble, { name: "wide", fit: wide }])).toThrow(
    /searched is an ensemble.*leave-one-out/s,
  );
});
