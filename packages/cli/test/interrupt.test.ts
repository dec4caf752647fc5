import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { interruptSignal, pressIsOver, samePressMs } from "../src/interrupt.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("the first asks to stop, the same key press sent twice is one, and then the system's own answer holds", () => {
  let press: (() => void) | undefined;
  const told = vi.fn();
  const { signal } = interruptSignal((handle) => {
    press = handle;
    return () => {
      press = undefined;
    };
  }, told);
  expect(signal.aborted).toBe(false);
  vi.advanceTimersByTime(10_000);
  press?.();
  vi.advanceTimersByTime(3);
  press?.();
  expect(signal.aborted).toBe(true);
  expect(told).toHaveBeenCalledTimes(1);
  vi.advanceTimersByTime(samePressMs);
  expect(press).toBeUndefined();
});

test("released, a request to stop is the system's own matter", () => {
  const released = vi.fn();
  const { signal, release } = interruptSignal(
    () => released,
    () => undefined,
  );
  release();
  expect(released).toHaveBeenCalledTimes(1);
  expect(signal.aborted).toBe(false);
});

test("waiting for the press to be over outlasts it", async () => {
  const over = vi.fn();
  void pressIsOver().then(over);
  await vi.advanceTimersByTimeAsync(samePressMs);
  expect(over).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(200);
  expect(over).toHaveBeenCalled();
});
