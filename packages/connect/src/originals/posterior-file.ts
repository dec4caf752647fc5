// A posterior that another package wrote as InferenceData: its variables by name, put into the order that is asked for.
import type { SampleStatistics } from "@carryover/engine";
import { elementCount } from "@carryover/engine";
import { ConnectError } from "../errors.ts";
import { type NetcdfAttributes, type NetcdfGroup, type NetcdfVariable, readNetcdf } from "../write/netcdf-file.ts";

export interface PosteriorFile {
  readonly path: string;
  readonly chains: number;
  /** Per chain. */
  readonly draws: number;
  readonly posterior: NetcdfGroup;
  /** Any other group; undefined when the file has none of the name. */
  readonly group: (name: string) => NetcdfGroup | undefined;
  /** Of the file, and below them those of its posterior. */
  readonly attributes: NetcdfAttributes;
}

/** @throws ConnectError when there is no such file, or it holds no posterior in chains and draws */
export async function readPosteriorFile(path: string): Promise<PosteriorFile> {
  const { groups, attributes } = await readNetcdf(path);
  const group = (name: string): NetcdfGroup | undefined => groups.find((each) => each.name === name);
  const posterior = group("posterior");
  const drawn = posterior?.variables.find(({ dims }) => dims[0] === "chain" && dims[1] === "draw");
  if (posterior === undefined || drawn === undefined) {
    throw new ConnectError(
      `${path} has no group "posterior" of chains and draws; save the fit's InferenceData with its to_netcdf`,
    );
  }
  const [chains = 0, draws = 0] = drawn.shape;
  return { path, chains, draws, posterior, group, attributes: { ...posterior.attributes, ...attributes } };
}

export function variableOf({ variables }: NetcdfGroup, name: string): NetcdfVariable | undefined {
  return variables.find((each) => each.name === name);
}

/** A dimension with the labels that are wanted of it, in the order wanted. */
export interface WantedDimension {
  readonly name: string;
  readonly labels: readonly string[];
}

/**
 * Values of a variable over the wanted dimensions, row-major, chains and draws first where it has them. A dimension that
 * the variable lacks says the same for every label; one without labels in the file is counted by position.
 *
 * @throws ConnectError when a label is not in the file, or the variable has another dimension
 */
export function valuesOver(
  { path }: Pick<PosteriorFile, "path">,
  group: NetcdfGroup,
  variable: NetcdfVariable,
  wanted: readonly WantedDimension[],
): Float64Array {
  const own = ["chain", "draw"].filter((dim) => variable.dims.includes(dim));
  const lengthOf = (dim: string): number => variable.shape[variable.dims.indexOf(dim)] ?? 0;
  const unknown = variable.dims.filter((dim) => !own.includes(dim) && !wanted.some(({ name }) => name === dim));
  if (unknown.length > 0) {
    throw new ConnectError(`${path}: ${variable.name} varies over ${unknown.join(" and ")}, which cannot be read`);
  }
  const places = [
    ...own.map((dim) => ({ dim, indexes: Array.from({ length: lengthOf(dim) }, (_, index) => index) })),
    ...wanted.map(({ name, labels }) => ({
      dim: name,
      indexes: labels.map((label, position) => {
        if (!variable.dims.includes(name)) return 0;
        const index = group.coordinates[name]?.indexOf(label) ?? position;
        if (index >= 0 && index < lengthOf(name)) return index;
        throw new ConnectError(`${path}: ${variable.name} has no ${name} "${label}"`);
      }),
    })),
  ];
  const strides = places.map(({ dim }) => strideOf(variable, dim));
  let offsets = [0];
  places.forEach(({ indexes }, axis) => {
    offsets = offsets.flatMap((offset) => indexes.map((index) => offset + index * (strides[axis] ?? 0)));
  });
  return Float64Array.from(offsets, (offset) => Number(variable.values[offset]));
}

/** How far apart neighbors along the dimension lie; 0 for one that the variable lacks. */
function strideOf({ dims, shape }: NetcdfVariable, dim: string): number {
  const axis = dims.indexOf(dim);
  return axis < 0 ? 0 : elementCount(shape.slice(axis + 1));
}

/** What the file tells of the sampler, by ArviZ's names; 0 where it is silent, so that nothing is held against the draws. */
export function statisticsOf(file: PosteriorFile): SampleStatistics {
  const group = file.group("sample_stats");
  const size = file.chains * file.draws;
  const read = (...names: readonly string[]): Float64Array => {
    const found = names.map((name) => (group === undefined ? undefined : variableOf(group, name)));
    const values = found.find((each) => each !== undefined && each.values.length === size)?.values;
    return values === undefined ? new Float64Array(size) : Float64Array.from(values, Number);
  };
  return {
    logDensity: read("lp"),
    acceptanceRate: read("acceptance_rate", "mean_tree_accept"),
    divergent: Uint8Array.from(read("diverging")),
    energy: read("energy"),
    energyError: read("max_energy_error", "energy_error"),
    stepSize: read("step_size"),
    treeDepth: Uint8Array.from(read("tree_depth")),
    leapfrogs: Uint32Array.from(read("n_steps")),
    depthSaturated: Uint8Array.from(read("reached_max_treedepth")),
  };
}
