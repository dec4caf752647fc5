import { expect, test } from "vitest";
import { interruptHandler } from "../src/interrupt.ts";

test("the first asks to stop, the same key press sent twice is one, the second quits", () => {
  const told: string[] = [];
  let now = 1000;
  const { signal, handle } = interruptHandler({
    onFirst: () => told.push("first"),
    onSecond: () => told.push("second"),
    now: () => now,
  });
  expect(signal.aborted).toBe(false);
  handle();
  now += 3;
  handle();
  expect(signal.aborted).toBe(true);
  expect(told).toEqual(["first"]);
  now += 1000;
  handle();
  expect(told).toEqual(["first", "second"]);
});
