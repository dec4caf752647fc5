// Known truth: on the demo world the default model must find ROAS at least as well as the seed's model, channel by channel.
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { workerChainRunner } from "@carryover/engine/workers";
import { expect, test } from "vitest";
import { buildPanel, fitBayesian, generateWorld, parseConfig, resolveSpec, worldConfig } from "../../src/index.ts";

const seeds = [1, 2, 3, 4, 5];
const kinds = ["default", "adelon"] as const;
const sampling = { chains: 4, warmup: 500, draws: 400, seed: 42 };
const maxDraws = 400;
const posteriorModule = pathToFileURL(createRequire(import.meta.url).resolve("@carryover/mmm/posterior"));

/** |posterior mean ROAS − true ROAS| of every channel in one world. */
async function errors(seed: number, kind: (typeof kinds)[number]): Promise<Map<string, number>> {
  const { table, truth } = generateWorld({ seed });
  const config = parseConfig(worldConfig({ dataPath: "world.csv", kind }));
  const { panel } = buildPanel(table, config);
  const spec = resolveSpec(panel, config);
  const fit = await fitBayesian(panel, spec, { sampling, runner: workerChainRunner(posteriorModule) });
  const media = fit.components({ maxDraws }).filter(({ group }) => group === "media");
  return new Map(
    media.map(({ name, values }, index) => {
      const total = values.reduce((sum, value) => sum + value, 0) / maxDraws;
      return [name, Math.abs(total / spec.scales.spend[index] - truth.derived.true_roas_by_channel[name])];
    }),
  );
}

test("averaged over 5 worlds, no channel's ROAS is further from the truth than with the seed's model", async () => {
  const found: Record<(typeof kinds)[number], Map<string, number>[]> = { default: [], adelon: [] };
  for (const seed of seeds) for (const kind of kinds) found[kind].push(await errors(seed, kind));
  const channels = [...found.default[0].keys()];
  const average = (kind: (typeof kinds)[number], channel: string): number =>
    found[kind].reduce((sum, world) => sum + (world.get(channel) ?? Number.NaN), 0) / seeds.length;
  const table = channels.map((channel) => ({
    channel,
    default: average("default", channel),
    adelon: average("adelon", channel),
  }));
  expect(channels).toHaveLength(5);
  expect(table.filter((row) => !(row.default <= row.adelon))).toEqual([]);
});
