// A generated panel of several geos with its configuration, for tests.
import { buildPanel } from "../../src/data/build-panel.ts";
import type { Config } from "../../src/data/config/config.ts";
import type { Panel } from "../../src/data/panel.ts";
import { parseConfig } from "../../src/data/parse-config.ts";
import { type GeoWorldOptions, type GeoWorldTruth, generateGeoWorld } from "../../src/generate/generate-geo-world.ts";

export interface TestGeoWorld {
  readonly panel: Panel;
  readonly config: Config;
  readonly truth: GeoWorldTruth;
}

export interface GeoConfigOptions {
  readonly model?: Record<string, unknown>;
  /** Whether the configuration names the population; so by default. */
  readonly population?: boolean;
  readonly controls?: readonly string[];
}

export function geoWorld(
  options: GeoWorldOptions = {},
  { model = {}, population = true, controls = ["price_index"] }: GeoConfigOptions = {},
): TestGeoWorld {
  const { table, truth } = generateGeoWorld(options);
  const config = parseConfig({
    data: {
      path: "geo.csv",
      date: "date",
      geo: "geo",
      ...(population ? { population: "population" } : {}),
      kpi: { column: "revenue" },
    },
    channels: truth.channels.map(({ name }) => ({ name, spend: `${name}_spend` })),
    controls,
    model,
  });
  return { ...buildPanel(table, config), config, truth };
}
