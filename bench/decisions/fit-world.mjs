// Fits a world's data as a user of the product would: the configuration its generator writes, the model's own defaults.
import { workerChainRunner } from "@carryover/engine/workers";
import { buildPanel, fitBayesian, parseConfig, resolveSpec, worldConfig } from "@carryover/mmm";

/** Four chains, as many draws as the generator's configuration asks for. */
export const worldSampling = { chains: 4, warmup: 500, draws: 500 };

const runner = workerChainRunner(import.meta.resolve("@carryover/mmm/posterior"));

/**
 * @param table      what the model may see
 * @param channels   names
 * @param kind       of the model
 * @param frequency  of the table
 */
export function fitTable(table, { channels, kind = "default", frequency = "daily", sampling }) {
  const plain = worldConfig({ dataPath: "world.csv", channels: channels.map((name) => ({ name })), kind });
  const config = parseConfig({ ...plain, data: { ...plain.data, frequency } });
  const { panel } = buildPanel(table, config);
  return fitBayesian(panel, resolveSpec(panel, config), { sampling, runner });
}
