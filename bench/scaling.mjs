// Section "scaling": what four times the periods, channels, geos or chains cost.
import { gradientCall } from "./gradients.mjs";
import { fitInProcess } from "./processes.mjs";
import { leastMicroseconds } from "./timing.mjs";

/** @returns by what grows: from, to, microseconds per gradient of both, and their ratio */
export async function measureScaling({ isQuick }) {
  const mmm = await import("@carryover/mmm");
  const pairs = {
    periods: await dailyPair(mmm, [{ periods: 1_095 }, { periods: 4_380 }], [1_095, 4_380]),
    channels: await dailyPair(mmm, [{}, { channels: repeated(mmm.seedChannels, 4) }], [5, 20]),
    geos: await Promise.all([10, 40].map((geos) => geoModel(mmm, geos))).then((models) => ({
      model: "default, 156 weeks × 5 channels",
      sizes: [10, 40],
      models,
    })),
  };
  const scaling = {};
  for (const [what, { model, sizes, models }] of Object.entries(pairs)) {
    const calls = await Promise.all(models.map(gradientCall));
    const [small, large] = leastMicroseconds(
      calls.map(({ call }) => call),
      isQuick ? 500 : 3000,
    );
    scaling[what] = { model, from: sizes[0], to: sizes[1], microseconds: [small, large], ratio: large / small };
  }
  scaling.chains = await chainScaling(isQuick);
  return { scaling };
}

async function dailyPair(mmm, worlds, sizes) {
  const models = worlds.map((options) => {
    const { table } = mmm.generateWorld(options);
    const channels = options.channels ?? mmm.seedChannels;
    return resolved(mmm, table, mmm.worldConfig({ dataPath: "generated.csv", kind: "adelon", channels }));
  });
  return { model: "seed's, daily", sizes, models };
}

function geoModel(mmm, geos) {
  const channels = repeated(mmm.defaultGeoWorldOptions.channels, 2).slice(0, 5);
  const { table } = mmm.generateGeoWorld({ geos, periods: 156, channels });
  return resolved(mmm, table, {
    data: { path: "generated.csv", date: "date", geo: "geo", population: "population", kpi: { column: "revenue" } },
    channels: channels.map(({ name }) => ({ name, spend: `${name}_spend` })),
    controls: ["price_index"],
  });
}

function resolved(mmm, table, unparsed) {
  const config = mmm.parseConfig(unparsed);
  const { panel } = mmm.buildPanel(table, config);
  return { panel, spec: mmm.resolveSpec(panel, config) };
}

function repeated(channels, times) {
  return Array.from({ length: times }, (_, copy) =>
    channels.map((channel) => ({ ...channel, name: copy === 0 ? channel.name : `${channel.name}_${copy + 1}` })),
  ).flat();
}

/** Processor time per gradient of four chains, times four, against that of one: what chains cost one another. */
async function chainScaling(isQuick) {
  const work = isQuick ? { warmup: 50, draws: 50 } : { warmup: 300, draws: 300 };
  const fits = [];
  for (const chains of [1, 4]) fits.push(await fitInProcess("pymcMarketingModel", { sampling: { chains, ...work } }));
  const each = fits.map((fit) => (1e6 * fit.processorSeconds) / fit.gradientEvaluations);
  return {
    model: "PyMC-Marketing's, processor time",
    from: 1,
    to: 4,
    microseconds: [each[0], 4 * each[1]],
    ratio: (4 * each[1]) / each[0],
  };
}
