// Plans of a channel whose exposure is reach: the horizon needs its frequency too.
import { expect, test } from "vitest";
import { resolveSpec } from "../../src/model/resolve-spec.ts";
import { compareScenarios } from "../../src/scenario/compare-scenarios.ts";
import { futureOf } from "../../src/scenario/future.ts";
import { readFuture } from "../../src/scenario/future-table.ts";
import { parseScenarios, splitScenario } from "../../src/scenario/parse-scenario.ts";
import { planHorizon } from "../../src/scenario/plan-horizon.ts";
import { vocabularyOf } from "../../src/scenario/vocabulary.ts";
import { priorDraws, statedFit } from "../support/stated-fit.ts";
import { config, frequency, panel } from "./reach-panel.ts";

const rules = { media: "last-year", controls: "hold" } as const;

test("frequency goes on by the rule of its reach, or as the table says", () => {
  const { media } = futureOf({ panel, periods: 2, tail: 1, rules }).continuation;
  expect(Array.from(media[0].frequency ?? [])).toEqual([frequency[8], frequency[9], frequency[9]]);
  const table = readFuture(
    {
      source: "plan.csv",
      rows: 1,
      firstLine: 2,
      columns: [
        { name: "date", cells: ["2025-02-24"] },
        { name: "video_reach", cells: [500] },
        { name: "video_frequency", cells: [7] },
      ],
    },
    config,
    panel,
    1,
  );
  const [video] = futureOf({ panel, periods: 1, tail: 0, rules, table }).continuation.media;
  expect([video.exposure[0], video.frequency?.[0], video.spend[0]]).toEqual([500, 7, 50]);
});

test("more money reaches more people, as often as before", async () => {
  const spec = resolveSpec(panel, config);
  const fit = statedFit(panel, spec, priorDraws(panel, spec, 3, 2));
  const { scenarios, base } = await compareScenarios(fit, {
    scenarios: parseScenarios([splitScenario("video x1.5 in last 4 weeks")], vocabularyOf(panel)),
    horizon: planHorizon(panel, {}),
  });
  const reach = panel.media[0].exposure.map((value, time) => (time >= 56 ? 1.5 * value : value));
  const then = fit.outcome({ exposure: [reach, panel.media[1].exposure], frequency: [frequency, undefined] }).values;
  const now = fit.outcome({ exposure: panel.media.map(({ exposure }) => exposure) }).values;
  const inside = (_: number, index: number): boolean => index % 60 >= 8;
  const gained = then.map((value, index) => value - now[index]).filter(inside);
  const delta = gained.reduce((sum, value) => sum + value, 0) / 3;
  expect(scenarios[0].delta / delta).toBeCloseTo(1, 9);
  expect(base.channels[0].spend).toBeGreaterThan(0);
});
