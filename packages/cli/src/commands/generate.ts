// carryover generate: data whose truth is known, for trying out and for testing.
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { formatYaml } from "@carryover/connect";
import { defaultWorldOptions, formatCsv, generateWorld, seedChannels, worldConfig } from "@carryover/mmm";
import { UsageError } from "../errors.ts";
import type { Command, OptionValues } from "../options.ts";
import { money } from "./check.ts";
import { schemaText } from "./schema.ts";

const schemaName = "carryover.schema.json";

export const generateCommand: Command = {
  name: "generate",
  summary: "make daily data with a known truth, and a configuration for them",
  positionals: [],
  options: {
    out: { value: "DIR", short: "o", help: "folder to write into (default ./generated)" },
    periods: { value: "NUMBER", help: `days (default ${defaultWorldOptions.periods})` },
    "start-date": { value: "DATE", help: `first day (default ${defaultWorldOptions.startDate})` },
    seed: { value: "NUMBER", help: `default ${defaultWorldOptions.seed}` },
    channels: { value: "LIST", help: `of ${seedChannels.map(({ name }) => name).join(",")} (default all)` },
    model: { value: "KIND", help: "model of the configuration: default or adelon" },
  },
  notes: ["Writes data.csv, truth.json, contributions.csv (each channel's true contribution) and carryover.yaml."],
  async run({ values, console }) {
    const folder = values.text("out") ?? "generated";
    const world = await writeWorld(folder, worldOptions(values));
    const { derived, metadata } = world.truth;
    console.print(
      `Wrote ${metadata.n_days} days from ${metadata.start_date} into ${folder}`,
      `  revenue   ${money(derived.total_revenue)}`,
      `  true ROAS ${Object.entries(derived.true_roas_by_channel)
        .map(([name, roas]) => `${name} ${roas.toFixed(2)}`)
        .join(", ")}`,
      `Fit it with: carryover run --config ${join(folder, "carryover.yaml")}`,
    );
    console.result({ folder, config: join(folder, "carryover.yaml"), ...metadata, derived });
    return "done";
  },
};

export interface WorldFiles {
  readonly periods?: number;
  readonly startDate?: string;
  readonly seed?: number;
  readonly channels?: typeof seedChannels;
  readonly model?: "default" | "adelon";
}

/** Writes a generated world and its configuration. */
export async function writeWorld(
  folder: string,
  { model, ...options }: WorldFiles,
): Promise<ReturnType<typeof generateWorld>> {
  const world = generateWorld(options);
  const config = worldConfig({
    dataPath: "data.csv",
    truthPath: "truth.json",
    ...(options.channels === undefined ? {} : { channels: options.channels }),
    ...(model === undefined ? {} : { kind: model }),
  });
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "data.csv"), formatCsv(world.table));
  await writeFile(join(folder, "truth.json"), `${JSON.stringify(world.truth, undefined, 2)}\n`);
  await writeFile(join(folder, "contributions.csv"), formatCsv(world.contributions));
  await writeFile(join(folder, schemaName), schemaText());
  const comments = [`yaml-language-server: $schema=${schemaName}`, "Generated data: the truth is known."];
  await writeFile(join(folder, "carryover.yaml"), formatYaml(config, comments));
  return world;
}

function worldOptions(values: OptionValues): WorldFiles {
  const periods = values.whole("periods", 1, 100_000);
  const startDate = values.text("start-date");
  const seed = values.whole("seed", 0, 4_294_967_295);
  const model = values.choice("model", ["default", "adelon"] as const);
  const names = values.text("channels")?.split(",");
  if (startDate !== undefined && !isDate(startDate)) {
    throw new UsageError(`--start-date ${startDate}: must be a date such as ${defaultWorldOptions.startDate}`);
  }
  return {
    ...(periods === undefined ? {} : { periods }),
    ...(startDate === undefined ? {} : { startDate }),
    ...(seed === undefined ? {} : { seed }),
    ...(names === undefined ? {} : { channels: names.map(channelNamed) }),
    ...(model === undefined ? {} : { model }),
  };
}

function channelNamed(name: string): (typeof seedChannels)[number] {
  const channel = seedChannels.find((each) => each.name === name.trim());
  if (channel !== undefined) return channel;
  throw new UsageError(`--channels ${name}: must be one of ${seedChannels.map((each) => each.name).join(", ")}`);
}

function isDate(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text));
}
