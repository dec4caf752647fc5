// carryover explore: what is said of data before a model, as text and as JSON.
import type { Exploration } from "@carryover/mmm";
import { expect, test } from "vitest";
import { carryover, fixture, lastJson } from "./support/carryover.ts";

const source = ["--config", fixture("carryover.yaml"), "--data", fixture("good.csv")];

test("tells findings with what to do, and every variable's numbers", async () => {
  const ended = await carryover(["explore", ...source, "--no-prior", "--json"]);
  expect(ended.code).toBe(0);
  expect(ended.stderr).toMatch(/Nothing in the data stands in the way of a model/);
  expect(ended.stderr).toMatch(/variable +inflation +outliers/);
  const explored = lastJson(ended) as unknown as Exploration;
  expect(explored.level).toBe("national");
  expect(explored.variables.length).toBeGreaterThan(1);
  expect(explored.prior).toBeUndefined();
});

test("asks the model's priors unless told not to", async () => {
  const ended = await carryover(["explore", ...source, "--json"]);
  const { prior } = lastJson(ended) as unknown as Exploration;
  expect(prior?.draws).toBe(500);
  expect(ended.stderr).toContain("Before it sees the KPI");
});
