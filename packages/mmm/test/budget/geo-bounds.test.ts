// Limits where geos are decided: money of a channel is that of all its geos, and limits of two geos stand beside each other.
import { expect, test } from "vitest";
import { openHorizon } from "../../src/budget/horizon.ts";
import type { SpendBound } from "../../src/budget/problem.ts";
import { settle } from "../../src/budget/settle.ts";
import { resolveSpec } from "../../src/model/resolve-spec.ts";
import { geoWorld } from "../support/geo-panel.ts";
import { priorDraws, statedFit } from "../support/stated-fit.ts";

const { panel, config } = geoWorld({ periods: 60 });
const spec = resolveSpec(panel, config);
const horizon = openHorizon(statedFit(panel, spec, priorDraws(panel, spec, 2)), { carryOut: false });
const [tv, search] = panel.media.map(({ name }) => name);
const [north, south] = panel.geos;
const settled = (bounds: readonly SpendBound[]) => settle({ decide: "geos", bounds }, horizon);

test("an amount for a channel is one for all its geos together, until a later bound overrules it", () => {
  const money: SpendBound = { channels: [tv], unit: "money", lower: 100, upper: 250 };
  const { constraints, lower, variables } = settled([money]);
  expect(constraints.map(({ name }) => name)).toEqual([`spend of ${tv}`]);
  expect(constraints[0]).toMatchObject({ lower: 100, upper: 250 });
  expect(Array.from(constraints[0].coefficients)).toEqual(
    variables.variables.map(({ channel }) => (channel === 0 ? 1 : 0)),
  );
  expect(Math.max(...lower)).toBe(0);
  expect(settled([money, { channels: [tv], unit: "relative", lower: 0.5, upper: 1 }]).constraints).toEqual([]);
});

test("an amount above the default limits raises those of every geo", () => {
  const spent = panel.media[0].spend.reduce((total, each) => total + each, 0);
  const { upper, variables } = settled([{ channels: [tv], unit: "money", upper: 5 * spent }]);
  variables.variables.forEach(({ channel, current }, index) => {
    expect(upper[index] / current).toBeCloseTo(channel === 0 ? 5 : 2, 9);
  });
});

test("limits of a sum of channels in two geos both hold", () => {
  const bound = (geo: string): SpendBound => ({ channels: [tv, search], geo, unit: "money", upper: 10 });
  expect(settled([bound(north), bound(south)]).constraints.map(({ name }) => name)).toEqual([
    `spend of ${tv} + ${search} in ${north}`,
    `spend of ${tv} + ${search} in ${south}`,
  ]);
});
