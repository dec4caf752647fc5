// A treatment is what could be done otherwise: scenarios say what would come of it.
import { expect, test } from "vitest";
import { resolveSpec } from "../../src/model/resolve-spec.ts";
import { compareScenarios } from "../../src/scenario/compare-scenarios.ts";
import { parseScenarios } from "../../src/scenario/parse-scenario.ts";
import { vocabularyOf } from "../../src/scenario/vocabulary.ts";
import { richWorld } from "../support/rich-panel.ts";
import { priorDraws, statedFit } from "../support/stated-fit.ts";

const { panel, config } = richWorld("national", { more: { treatments: [{ column: "price", baseline: 10 }] } });
const spec = resolveSpec(panel, config);
const fit = statedFit(panel, spec, priorDraws(panel, spec, 20, 3));
const horizon = { first: 40, last: 49 };

test("a treatment at its baseline takes away its part, and nothing else", async () => {
  const scenarios = parseScenarios([{ name: "cheap", changes: ["price = 10"] }], vocabularyOf(panel));
  const { base, scenarios: told } = await compareScenarios(fit, { scenarios, horizon });
  const part = fit.components().find(({ group }) => group === "treatments")?.values ?? new Float64Array();
  const inside = part.filter((_, index) => index % 60 >= horizon.first && index % 60 <= horizon.last);
  const mean = inside.reduce((sum, value) => sum + value, 0) / 20;
  const [current, cheap] = [base, told[0]].map(({ overTime }) =>
    overTime.expected.reduce((sum, each) => sum + each, 0),
  );
  expect(current - cheap).toBeCloseTo(mean, 6);
  expect(mean).not.toBe(0);
});

test("a treatment beyond what was ever done is named as such, as a control is", async () => {
  const scenarios = parseScenarios([{ name: "dear", changes: ["price = 30"] }], vocabularyOf(panel));
  const { scenarios: told } = await compareScenarios(fit, { scenarios, horizon });
  expect(told[0].beyondData).toMatchObject([{ kind: "control", name: "price", periods: 10, planned: 30 }]);
});

test("a name that is no treatment is answered with the nearest", () => {
  expect(() => parseScenarios([{ name: "x", changes: ["prise = 10"] }], vocabularyOf(panel))).toThrow("price");
});
