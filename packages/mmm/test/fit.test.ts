// Which draws a thinned answer is made of.
import { expect, test } from "vitest";
import { thinnedDraws } from "../src/fit.ts";

test("thinning keeps evenly spaced draws, from the first on", () => {
  expect([...thinnedDraws(10, 4)]).toEqual([0, 2, 5, 7]);
});

test("asking for no limit, or more draws than there are, keeps them all", () => {
  expect([...thinnedDraws(3)]).toEqual([0, 1, 2]);
  expect([...thinnedDraws(3, 100)]).toEqual([0, 1, 2]);
});
