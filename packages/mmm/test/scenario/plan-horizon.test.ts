import { describe, expect, test } from "vitest";
import type { Frequency } from "../../src/data/panel.ts";
import { resolveSpec } from "../../src/model/resolve-spec.ts";
import { carryoverPeriods, type HorizonRequest, planHorizon } from "../../src/scenario/plan-horizon.ts";
import { smallWorld } from "../support/small-panel.ts";
import { handPanel } from "./hand-panel.ts";
import { refusals } from "./vocabulary.ts";

const spend = { tv: (): number => 1 };
const of = (frequency: Frequency, periods: number, request: HorizonRequest): [number, number] => {
  const { first, last } = planHorizon(
    handPanel({ frequency, periods, spend, from: frequency === "monthly" ? "2023-01-01" : "2023-01-02" }),
    request,
  );
  return [first, last];
};

describe("the horizon", () => {
  test.each<[Frequency, number, HorizonRequest, [number, number]]>([
    ["daily", 500, {}, [135, 499]],
    ["weekly", 100, {}, [48, 99]],
    ["monthly", 30, {}, [18, 29]],
    ["weekly", 10, {}, [0, 9]],
    ["weekly", 100, { periods: 13 }, [100, 112]],
    ["weekly", 100, { from: "2023-01-16", to: "2023-01-29" }, [2, 3]],
    ["weekly", 100, { from: "2023-01-18", to: "2023-01-18" }, [2, 2]],
    ["daily", 100, { from: "2023-02", to: "2023-02" }, [30, 57]],
    ["daily", 100, { from: "2023-04-01" }, [89, 99]],
    ["daily", 100, { from: "2023-04-01", to: "2023-05-01" }, [89, 119]],
    ["monthly", 12, { from: "2024-03", to: "2024-05" }, [14, 16]],
    ["weekly", 100, { to: "2024-06-30" }, [26, 77]],
  ])("of %s data over %i periods, asked for %j, is %j", (frequency, periods, request, expected) => {
    expect(of(frequency, periods, request)).toEqual(expected);
  });

  test.each<[HorizonRequest, string]>([
    [{ periods: 0 }, "a horizon of 0 periods. Use a whole number from 1 to 260"],
    [{ periods: 261 }, "a horizon of 261 periods"],
    [{ periods: 3, from: "2024-01-01" }, "as a number of periods and by dates"],
    [{ from: "2022-12-31" }, "begins before the data, which begin on 2023-01-02"],
    [{ from: "2024-03-01", to: "2024-01-01" }, "Write the earlier date first"],
    [{ from: "2025-06-01" }, "Say where it ends with --to"],
    [{ to: "2055-01-01" }, "ends more than 5 years after the data"],
    [{ from: "1/2/2024", to: "2024-02-30" }, 'beginning "1/2/2024" is not a date'],
  ])("%j is refused", (request, message) => {
    expect(refusals(() => of("weekly", 100, request))).toContain(message);
  });
});

test("carry-out is followed for as long as the longest window lasts, and far where there is no window", () => {
  const of = (model: Record<string, unknown>): number => {
    const { panel, config } = smallWorld(model, 60);
    return carryoverPeriods(resolveSpec(panel, config));
  };
  const { channels } = resolveSpec(smallWorld({}, 60).panel, smallWorld({}, 60).config);
  const windows = channels.map(({ adstock }) => (adstock.kind === "none" ? 1 : (adstock.window ?? 0)));
  expect(of({})).toBe(Math.max(...windows) - 1);
  expect(of({ kind: "adelon" })).toBe(104);
});
