// What a gradient costs grows with the data, not faster: four times as much of anything costs about four times as much.
import { compile, openStream } from "@carryover/engine";
import { expect, test } from "vitest";
import { leastBatchMilliseconds } from "../../../engine/test/support/timing.ts";
import { buildPanel } from "../../src/data/build-panel.ts";
import type { Panel } from "../../src/data/panel.ts";
import { parseConfig } from "../../src/data/parse-config.ts";
import { defaultGeoWorldOptions } from "../../src/generate/generate-geo-world.ts";
import { generateWorld, type WorldOptions } from "../../src/generate/generate-world.ts";
import { seedChannels } from "../../src/generate/world-channel.ts";
import { worldConfig } from "../../src/generate/world-config.ts";
import { buildModel } from "../../src/model/build-model.ts";
import { resolveSpec } from "../../src/model/resolve-spec.ts";
import type { ModelSpec } from "../../src/model/spec.ts";
import { geoWorld } from "../support/geo-panel.ts";

/** 4 from the growth itself; the rest for caches that the larger problem leaves and for noise in the least of the batches. */
const bound = 5;

test("four times the periods cost at most five times as much", () => {
  expect(growth(dailyGradient({ periods: 500 }), dailyGradient({ periods: 2000 }))).toBeLessThan(bound);
});

test("four times the channels cost at most five times as much", () => {
  const channels = [0, 1, 2, 3].flatMap((copy) =>
    seedChannels.map((channel) => ({ ...channel, name: `${channel.name}_${copy}` })),
  );
  const daily = (count: number): (() => void) => dailyGradient({ periods: 500, channels: channels.slice(0, count) });
  expect(growth(daily(5), daily(20))).toBeLessThan(bound);
});

test("four times the geos cost at most five times as much", () => {
  expect(growth(geoGradient(5), geoGradient(20))).toBeLessThan(bound);
});

function growth(small: () => void, large: () => void): number {
  const [once, fourfold] = leastBatchMilliseconds(
    [
      { call: small, batch: 8 },
      { call: large, batch: 2 },
    ],
    20,
  );
  return (4 * fourfold) / once;
}

function dailyGradient(options: WorldOptions): () => void {
  const { table } = generateWorld(options);
  const { channels = seedChannels } = options;
  const config = parseConfig(worldConfig({ dataPath: "generated.csv", kind: "adelon", channels }));
  const { panel } = buildPanel(table, config);
  return gradientOf(panel, resolveSpec(panel, config));
}

function geoGradient(geos: number): () => void {
  const { panel, config } = geoWorld({ ...defaultGeoWorldOptions, geos, periods: 104 });
  return gradientOf(panel, resolveSpec(panel, config));
}

/** One evaluation of the log density and its gradient at a draw from the prior. */
function gradientOf(panel: Panel, spec: ModelSpec): () => void {
  const posterior = compile(buildModel(panel, spec).graph);
  const position = posterior.initialPosition(openStream({ seed: 1, chain: 0, purpose: "initial" }));
  const gradient = new Float64Array(posterior.dim);
  return () => {
    posterior.evaluate(position, gradient);
  };
}
