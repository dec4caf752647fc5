// What a fit is made from: configuration, data and truth, read from the files that the options name.
import { access, readFile } from "node:fs/promises";
import { dirname, relative, resolve } from "node:path";
import { type ConfigFile, ConnectError, readConfigFile, readTable } from "@carryover/connect";
import {
  buildModel,
  buildPanel,
  type Config,
  DataError,
  type KnownTruth,
  type ModelSpec,
  type Panel,
  type Problem,
  parseConfig,
  resolveSpec,
  SpecError,
  suggestConfig,
  type Table,
} from "@carryover/mmm";
import { UsageError } from "../errors.ts";
import type { OptionSpec, OptionValues } from "../options.ts";
import { withSearchOptions } from "./search.ts";

export interface Project {
  readonly config: Config;
  readonly panel: Panel;
  readonly spec: ModelSpec;
  readonly truth: KnownTruth | undefined;
  /** What does not stop a fit but should be looked at. */
  readonly warnings: readonly Problem[];
  /** The data file as messages name it. */
  readonly source: string;
  /** Set when no configuration was given and the columns were guessed. */
  readonly guessed: boolean;
}

export const defaultConfigName = "carryover.yaml";

const modelKinds = ["default", "adelon", "pymc-marketing", "meridian", "robyn"] as const;

export const projectOptions: Readonly<Record<string, OptionSpec>> = {
  config: { value: "FILE", short: "c", help: `configuration (default ./${defaultConfigName})` },
  data: { value: "FILE", short: "d", help: "data, in place of the configuration's data.path" },
  model: {
    value: "KIND",
    help: `${modelKinds.slice(0, -1).join(", ")} or ${modelKinds.at(-1)}, in place of the configuration's model.kind`,
  },
};

/** What the options name, before anything is asked of it. */
export interface Inputs {
  readonly file: ConfigFile;
  readonly config: Config;
  readonly table: Table;
  /** The data file as messages name it. */
  readonly source: string;
  /** Set when no configuration was given and the columns were guessed. */
  readonly guessed: boolean;
  /** Path of the truth, where the configuration names one for these data. */
  readonly truth: string | undefined;
}

/** @throws UsageError, SpecError or ConnectError, each naming what to change */
export async function loadInputs(values: OptionValues): Promise<Inputs> {
  const data = values.text("data");
  const path = await configPath(values);
  if (path === undefined && data === undefined) {
    throw new UsageError(
      `there is no ./${defaultConfigName}; give --config FILE or --data FILE, or write one with carryover init your.csv`,
    );
  }
  const file = path === undefined ? await guessConfig(data ?? "") : await readConfigFile(path);
  const folder = path === undefined ? "." : dirname(path);
  const dataPath = data ?? resolve(folder, file.config.data.path);
  const { truth } = file.config.data;
  return {
    file,
    config: file.config,
    table: await readTable(dataPath),
    source: shortPath(dataPath),
    guessed: path === undefined,
    truth: data === undefined && truth !== null ? resolve(folder, truth) : undefined,
  };
}

/** @throws UsageError, SpecError, ConnectError or DataError, each naming what to change */
export async function loadProject(values: OptionValues): Promise<Project> {
  const model = values.choice("model", modelKinds);
  const { file, table, source, guessed, truth, ...inputs } = await loadInputs(values);
  const config = withSearchOptions(withModel(inputs.config, model), values);
  return placed(file, async () => {
    const { panel, warnings, holdout } = buildPanel(table, config);
    const spec = resolveSpec(panel, config, { holdout });
    // What the model cannot do is found by making it, before anyone waits for a fit.
    buildModel(panel, spec);
    return {
      config,
      panel,
      spec,
      warnings,
      source,
      truth: truth === undefined ? undefined : await readTruth(truth),
      guessed,
    };
  });
}

/** Reads the generator's ground truth. @throws ConnectError when it is missing or is not one */
export async function readTruth(path: string): Promise<KnownTruth> {
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (cause) {
    throw new ConnectError(`the truth file ${path} cannot be read: ${(cause as Error).message}`, { cause });
  }
  try {
    const truth = JSON.parse(text) as Partial<Record<keyof KnownTruth, unknown>> | null;
    const parts = ["baseline", "seasonality", "channels", "controls"] as const;
    const missing = parts.filter((part) => typeof truth?.[part] !== "object");
    if (missing.length === 0) return truth as KnownTruth;
    throw new ConnectError(`${path} is not a truth file: it lacks ${missing.join(", ")}`);
  } catch (cause) {
    if (cause instanceof ConnectError) throw cause;
    throw new ConnectError(`${path} is not a truth file: ${(cause as Error).message}`, { cause });
  }
}

/** Relative to where the reader stands when it lies below, else absolute. */
function shortPath(path: string): string {
  const below = relative(".", path);
  return below.startsWith("..") ? resolve(path) : below;
}

/** The file given, or the default one when it is there. */
async function configPath(values: OptionValues): Promise<string | undefined> {
  const given = values.text("config");
  if (given !== undefined) return given;
  const isThere = await access(defaultConfigName).then(
    () => true,
    () => false,
  );
  return isThere ? defaultConfigName : undefined;
}

async function guessConfig(data: string): Promise<ConfigFile> {
  const { config } = suggestConfig(await readTable(data));
  return { config: parseConfig(config), locate: (problem) => problem };
}

function withModel(config: Config, kind: Config["model"]["kind"] | undefined): Config {
  return kind === undefined ? config : { ...config, model: { ...config.model, kind } };
}

/** Puts file, line and column on the problems of what `work` throws, where the configuration is to blame. */
export async function placed<Result>(file: ConfigFile, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof DataError) throw new DataError(error.problems.map(file.locate));
    if (error instanceof SpecError) throw new SpecError(error.problems.map(file.locate));
    throw error;
  }
}
