// A fit's draws as InferenceData, the netCDF-4 layout that ArviZ, xarray and R read.
import type { Draws, SampleStatistics, Variable } from "@carryover/engine";
import { ConnectError } from "../errors.ts";
import {
  type NetcdfAttributes,
  type NetcdfGroup,
  type NetcdfValues,
  type NetcdfVariable,
  type NetcdfWriteOptions,
  readNetcdf,
  writeNetcdf,
} from "./netcdf-file.ts";

/** Group and variable names follow the InferenceData schema: https://python.arviz.org/en/stable/schema/schema.html */
export interface InferenceData {
  /** Groups `posterior` and `sample_stats`. */
  readonly draws: Draws;
  /** What was observed, without draws. */
  readonly observed?: readonly Variable[];
  /** What the model was given: media, controls, scales. */
  readonly constantData?: readonly Variable[];
  /** log p(observation | draw), (chain, draw, …), kept to seven digits (float32). */
  readonly logLikelihood?: readonly Variable[];
  /** Replicated observations, (chain, draw, …), kept to seven digits (float32). */
  readonly posteriorPredictive?: readonly Variable[];
  /** Labels of dimensions that `draws.coordinates` lacks, such as time and geo. */
  readonly coordinates?: Readonly<Record<string, readonly string[]>>;
  /** Of the file and every group: `inference_library`, `sampling_time`, `tuning_steps` and so on. */
  readonly attributes?: NetcdfAttributes;
}

/**
 * Writes the file, over an old one if need be. `creation_library` and `created_at` are added unless given. Float32
 * groups apart, `readInferenceData` gives back the very same numbers.
 *
 * @throws ConnectError when the file cannot be written, or a name cannot be one in netCDF
 * @throws RangeError   when an array does not fill its shape, or two lengths claim one dimension
 */
export async function writeInferenceData(
  path: string,
  data: InferenceData,
  options: NetcdfWriteOptions = {},
): Promise<void> {
  const { draws, coordinates = {} } = data;
  const attributes = { creation_library: "carryover", created_at: new Date().toISOString(), ...data.attributes };
  const labels = { ...coordinates, ...draws.coordinates };
  const group = (name: string, variables: readonly NetcdfVariable[]): NetcdfGroup => {
    const used = new Set(variables.flatMap(({ dims }) => dims));
    const own = Object.entries(labels).filter(([dim]) => used.has(dim));
    return { name, variables, coordinates: Object.fromEntries(own), attributes };
  };
  const optional = [
    group(
      "posterior_predictive",
      (data.posteriorPredictive ?? []).map((each) => overDraws(draws, singly(each))),
    ),
    group(
      "log_likelihood",
      (data.logLikelihood ?? []).map((each) => overDraws(draws, singly(each))),
    ),
    group("observed_data", data.observed ?? []),
    group("constant_data", data.constantData ?? []),
  ];
  const posterior = group(
    "posterior",
    draws.variables.map((each) => overDraws(draws, each)),
  );
  const groups = [
    // Labels no variable uses are kept here too, so that reading gives all of them back.
    { ...posterior, coordinates: draws.coordinates },
    group("sample_stats", statisticsOf(draws)),
    ...optional.filter(({ variables }) => variables.length > 0),
  ];
  await writeNetcdf(path, groups, attributes, options);
}

/**
 * Reads a whole file that `writeInferenceData` wrote.
 *
 * @throws ConnectError when there is no such file, or it lacks what every run has
 */
export async function readInferenceData(path: string): Promise<InferenceData> {
  const { groups, attributes } = await readNetcdf(path);
  const draws = drawsFrom(path, groups);
  const variablesOf = (name: string): Variable[] =>
    (groups.find((group) => group.name === name)?.variables ?? []).map(withoutChains);
  const labels = Object.assign({}, ...groups.map((group) => group.coordinates)) as Record<string, readonly string[]>;
  const coordinates = Object.fromEntries(Object.entries(labels).filter(([dim]) => !(dim in draws.coordinates)));
  return {
    draws,
    observed: variablesOf("observed_data"),
    constantData: variablesOf("constant_data"),
    logLikelihood: variablesOf("log_likelihood"),
    posteriorPredictive: variablesOf("posterior_predictive"),
    coordinates,
    attributes,
  };
}

/**
 * Reads the draws alone, without the larger groups.
 *
 * @throws ConnectError when there is no such file, or it lacks what every run has
 */
export async function readDraws(path: string): Promise<Draws> {
  const { groups } = await readNetcdf(path, ["posterior", "sample_stats"]);
  return drawsFrom(path, groups);
}

/** ArviZ's name of each statistic and how it is stored. */
const statistics: readonly {
  readonly name: string;
  readonly field: keyof SampleStatistics;
  readonly store: (values: ArrayLike<number>) => NetcdfValues;
}[] = [
  { name: "lp", field: "logDensity", store: (values) => Float64Array.from(values) },
  { name: "acceptance_rate", field: "acceptanceRate", store: (values) => Float64Array.from(values) },
  { name: "diverging", field: "divergent", store: (values) => Int8Array.from(values) },
  { name: "energy", field: "energy", store: (values) => Float64Array.from(values) },
  { name: "max_energy_error", field: "energyError", store: (values) => Float64Array.from(values) },
  { name: "step_size", field: "stepSize", store: (values) => Float64Array.from(values) },
  { name: "tree_depth", field: "treeDepth", store: wholeNumbers },
  { name: "n_steps", field: "leapfrogs", store: wholeNumbers },
  { name: "reached_max_treedepth", field: "depthSaturated", store: (values) => Int8Array.from(values) },
];

function statisticsOf(draws: Draws): NetcdfVariable[] {
  return statistics.map(({ name, field, store }) => ({
    name,
    dims: ["chain", "draw"],
    shape: [draws.chains, draws.draws],
    values: store(draws.statistics[field]),
  }));
}

function drawsFrom(path: string, groups: readonly NetcdfGroup[]): Draws {
  const posterior = groups.find((group) => group.name === "posterior");
  const stored = groups.find((group) => group.name === "sample_stats")?.variables ?? [];
  const statistic = (name: string): NetcdfVariable => {
    const found = stored.find((each) => each.name === name);
    if (found === undefined) throw new ConnectError(`${path} has no sample_stats/${name}; Carryover did not write it`);
    return found;
  };
  if (posterior === undefined) throw new ConnectError(`${path} has no group "posterior"; Carryover did not write it`);
  const [chains = 0, draws = 0] = statistic("lp").shape;
  const numbers = (name: string): number[] => Array.from(statistic(name).values, Number);
  return {
    chains,
    draws,
    variables: posterior.variables.map(withoutChains),
    coordinates: posterior.coordinates,
    statistics: {
      logDensity: Float64Array.from(numbers("lp")),
      acceptanceRate: Float64Array.from(numbers("acceptance_rate")),
      divergent: Uint8Array.from(numbers("diverging")),
      energy: Float64Array.from(numbers("energy")),
      energyError: Float64Array.from(numbers("max_energy_error")),
      stepSize: Float64Array.from(numbers("step_size")),
      treeDepth: Uint8Array.from(numbers("tree_depth")),
      leapfrogs: Uint32Array.from(numbers("n_steps")),
      depthSaturated: Uint8Array.from(numbers("reached_max_treedepth")),
    },
  };
}

function wholeNumbers(values: ArrayLike<number>): BigInt64Array {
  return BigInt64Array.from({ length: values.length }, (_, index) => BigInt(values[index] ?? 0));
}

function overDraws<T extends NetcdfVariable>({ chains, draws }: Draws, variable: T): NetcdfVariable {
  return {
    ...variable,
    dims: ["chain", "draw", ...variable.dims],
    shape: [chains, draws, ...variable.shape],
  };
}

function singly(variable: Variable): NetcdfVariable {
  return { ...variable, values: Float32Array.from(variable.values) };
}

/** A stored variable as the engine describes it: chains and draws are not among its dimensions. */
function withoutChains({ name, dims, shape, values }: NetcdfVariable): Variable {
  const skipped = dims[0] === "chain" && dims[1] === "draw" ? 2 : 0;
  return {
    name,
    dims: dims.slice(skipped),
    shape: shape.slice(skipped),
    values: values instanceof Float64Array ? values : Float64Array.from(values, Number),
  };
}
