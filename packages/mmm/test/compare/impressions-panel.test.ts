import { expect, test } from "vitest";
import { impressionsPanel } from "../../src/compare/impressions-panel.ts";
import { weeklyPanel } from "../support/robyn-fit.ts";

const panel = weeklyPanel();

test("reach and frequency become impressions, before the panel too, and spend stays", () => {
  const [tv, ...others] = panel.media;
  const twice = tv.exposure.map(() => 2);
  const before = { exposure: Float64Array.of(3, 4), frequency: Float64Array.of(2, 5) };
  const plain = { exposure: Float64Array.of(1, 1) };
  const told = impressionsPanel({
    ...panel,
    media: [{ ...tv, frequency: twice }, ...others],
    organic: [{ name: "newsletter", exposure: Float64Array.of(7), frequency: Float64Array.of(3) }],
    history: { periods: 2, media: [before, ...others.map(() => plain)], organic: [plain] },
  });
  expect(told.media[0].frequency).toBeUndefined();
  expect(told.media[0].exposure[10]).toBe(2 * tv.exposure[10]);
  expect(told.media[0].spend).toBe(tv.spend);
  expect(told.media[1].exposure).toBe(others[0].exposure);
  expect(told.organic?.[0]).toEqual({ name: "newsletter", exposure: Float64Array.of(21) });
  expect(told.history?.media[0]).toEqual({ exposure: Float64Array.of(6, 20) });
  expect(told.digest).not.toBe(panel.digest);
});

test("a panel without reach is the panel itself", () => {
  expect(impressionsPanel(panel)).toBe(panel);
});
