// Exploration of a panel of which not everything is known.
import { expect, test } from "vitest";
import { exploreData } from "../../src/explore/explore-data.ts";
import { richWorld } from "../support/rich-panel.ts";

test("a ragged panel is explored by what is known of it", () => {
  const { panel } = richWorld("ragged");
  const explored = exploreData(panel);
  expect(explored.dataPerParameter.data).toBe(panel.kpi.values.filter((value) => !Number.isNaN(value)).length);
  expect(explored.variables.map(({ name }) => name)).toEqual(["tv", "search", "mail", "posts", "price", "weather"]);
  for (const each of explored.variables) {
    expect(each.varianceInflation).toBeGreaterThanOrEqual(1);
    expect(each.explainedByTime).not.toBeNull();
  }
  expect(explored.series.map(({ name, group }) => `${name} ${group}`)).toContain("posts frequency");
  expect(JSON.parse(JSON.stringify(explored))).toEqual(explored);
});
