// The configuration of a model of a generated world, ready to be written as YAML.
//
// The keys are those of the YAML file, hence snake_case.
import { seedChannels, type WorldChannel } from "./world-channel.ts";

export interface WorldConfigOptions {
  /** Path of the generated data, relative to the YAML. */
  readonly dataPath: string;
  /** Path of the truth file, relative to the YAML; none leaves the key out. */
  readonly truthPath?: string;
  /** Those of `generateWorld`; the seed's by default. */
  readonly channels?: readonly Pick<WorldChannel, "name">[];
  /** `adelon`: the seed's own model, which knows nothing of holidays. */
  readonly kind?: "default" | "adelon";
  readonly title?: string;
}

/** What `parseConfig` accepts; everything left out has the default of the configuration. */
export interface WorldConfig {
  readonly title: string;
  readonly data: {
    readonly path: string;
    readonly date: string;
    readonly frequency: "daily";
    readonly currency: string;
    readonly kpi: { readonly column: string; readonly kind: "revenue" };
    readonly truth?: string;
  };
  readonly channels: readonly { readonly name: string; readonly spend: string }[];
  readonly controls: readonly string[];
  readonly model: { readonly kind: "default" | "adelon" };
  readonly sampler: { readonly warmup: number; readonly draws: number };
}

const controls = ["price_index", "is_promotion", "competitor_spend", "economic_index"] as const;

/**
 * The roles of a generated table's columns. Holidays come from the table's own column, because the world's ten retail
 * holidays a year are not those of the built-in calendar (which has no Black Friday, and days on which one is observed).
 */
export function worldConfig({
  dataPath,
  truthPath,
  channels = seedChannels,
  kind = "default",
  title = "Generated data with a known truth",
}: WorldConfigOptions): WorldConfig {
  return {
    title,
    data: {
      path: dataPath,
      date: "date",
      frequency: "daily",
      currency: "USD",
      kpi: { column: "revenue", kind: "revenue" },
      ...(truthPath === undefined ? {} : { truth: truthPath }),
    },
    channels: channels.map(({ name }) => ({ name, spend: `${name}_spend` })),
    controls: kind === "adelon" ? controls : [...controls, "is_us_holiday"],
    model: { kind },
    // Enough for effective sample sizes above 400 on this world, and quick enough to be watched.
    sampler: { warmup: 500, draws: 500 },
  };
}
