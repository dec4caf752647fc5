import { expect, test } from "vitest";
import { elementLabel } from "../src/draws/draws.ts";

test("an element of a vector is labeled by its coordinate", () => {
  expect(elementLabel({ channel: ["tv", "search"] }, { name: "beta", dims: ["channel"], shape: [2] }, 1)).toBe(
    "beta[search]",
  );
});
