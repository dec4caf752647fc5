// Groups of labeled arrays in a netCDF-4 file, written and read through HDF5 in WebAssembly.
import { elementCount } from "@carryover/engine";
import type { Dataset, File, Group } from "h5wasm/node";
import { ConnectError } from "../errors.ts";
import { createHdf5, readHdf5 } from "./hdf5-file.ts";
import { restoreLabels, storeLabels, storePositions } from "./netcdf-labels.ts";

/** Numbers as they lie in the file; `Int8Array` holds booleans only. */
export type NetcdfValues = Float64Array | Float32Array | BigInt64Array | Int8Array;

export interface NetcdfVariable {
  readonly name: string;
  readonly dims: readonly string[];
  readonly shape: readonly number[];
  /** Row-major in the order of `dims`. */
  readonly values: NetcdfValues;
}

export type NetcdfAttributes = Readonly<Record<string, string | number>>;

export interface NetcdfGroup {
  readonly name: string;
  readonly variables: readonly NetcdfVariable[];
  /** Labels by dimension; dimensions of a variable without labels here are numbered from 0. */
  readonly coordinates: Readonly<Record<string, readonly string[]>>;
  readonly attributes: NetcdfAttributes;
}

/** Arrays larger than this go to the file in slabs: one call takes no more than 2 GB, and the heap never shrinks. */
const defaultSlabBytes = 64 * 2 ** 20;

export interface NetcdfWriteOptions {
  readonly slabBytes?: number;
}

/**
 * Writes the groups to a new file, or over an old one; a file that could not be completed is removed.
 *
 * @throws ConnectError  when the file cannot be written, or a name cannot be one in netCDF
 * @throws RangeError    when an array does not fill its shape, or two lengths claim one dimension
 */
export async function writeNetcdf(
  path: string,
  groups: readonly NetcdfGroup[],
  attributes: NetcdfAttributes,
  { slabBytes = defaultSlabBytes }: NetcdfWriteOptions = {},
): Promise<void> {
  const lengths = groups.map(dimensionLengths);
  await createHdf5(path, (file) => {
    writeAttributes(file, attributes);
    groups.forEach((group, index) => {
      writeGroup(file, group, lengths[index] ?? new Map(), slabBytes);
    });
  });
}

/**
 * Reads groups of a file that `writeNetcdf` wrote, in the order asked for; a group that is not there is left out.
 *
 * @param names  which groups; all by default
 * @throws ConnectError when there is no such file, or it is not netCDF-4
 */
export async function readNetcdf(
  path: string,
  names?: readonly string[],
): Promise<{ readonly groups: readonly NetcdfGroup[]; readonly attributes: NetcdfAttributes }> {
  return readHdf5(path, (file) => {
    const there = new Set(file.keys());
    const wanted = (names ?? file.keys()).filter((name) => there.has(name));
    return {
      groups: wanted.map((name) => readGroup(name, file.get(name) as Group)),
      attributes: readAttributes(file),
    };
  });
}

function writeGroup(file: File, source: NetcdfGroup, lengths: ReadonlyMap<string, number>, slabBytes: number): void {
  const group = file.create_group(source.name, true);
  writeAttributes(group, source.attributes);
  for (const [dim, length] of lengths) {
    const labels = source.coordinates[dim];
    const { values, attributes } = labels === undefined ? storePositions(length) : storeLabels(labels);
    const scale =
      values instanceof BigInt64Array
        ? group.create_dataset({ name: dim, data: values, shape: [length] })
        : group.create_dataset({ name: dim, data: [...values], shape: [length], dtype: "S" });
    writeAttributes(scale, attributes);
    scale.make_scale(dim);
  }
  for (const variable of source.variables) {
    const dataset = writeValues(group, variable, slabBytes);
    writeMeaning(dataset, variable.values);
    variable.dims.forEach((dim, axis) => {
      dataset.attach_scale(axis, `/${source.name}/${dim}`);
    });
  }
}

/** Writes the array at once, or one chain and as many draws at a time as fit a slab. */
function writeValues(group: Group, { name, shape, values }: NetcdfVariable, slabBytes: number): Dataset {
  const [chains, draws] = shape;
  if (values.byteLength <= slabBytes || chains === undefined || draws === undefined) {
    return group.create_dataset({ name, data: values, shape: [...shape] });
  }
  const inner = shape.slice(2);
  const size = elementCount(inner);
  const step = Math.min(draws, Math.max(1, Math.floor(slabBytes / (size * values.BYTES_PER_ELEMENT))));
  const slab = [1, step, ...inner];
  const first = values.subarray(0, step * size);
  const dataset = group.create_dataset({ name, data: first, shape: slab, maxshape: [...shape], chunks: slab });
  dataset.resize([...shape]);
  for (let chain = 0; chain < chains; chain += 1) {
    for (let draw = 0; draw < draws; draw += step) {
      const end = Math.min(draw + step, draws);
      const part = values.subarray((chain * draws + draw) * size, (chain * draws + end) * size);
      dataset.write_slice(
        [[chain, chain + 1], [draw, end], ...inner.map((length): [number, number] => [0, length])],
        part,
      );
    }
  }
  return dataset;
}

/** How xarray tells booleans from small integers, and that NaN stands for a missing number. */
function writeMeaning(dataset: Dataset, values: NetcdfValues): void {
  if (values instanceof Int8Array) dataset.create_attribute("dtype", "bool");
  if (values instanceof Float64Array) dataset.create_attribute("_FillValue", Float64Array.of(Number.NaN), [1]);
  if (values instanceof Float32Array) dataset.create_attribute("_FillValue", Float32Array.of(Number.NaN), [1]);
}

function writeAttributes(target: Group | Dataset, attributes: NetcdfAttributes): void {
  for (const [name, value] of Object.entries(attributes)) {
    const whole = typeof value === "number" && Number.isSafeInteger(value);
    if (typeof value === "string") target.create_attribute(name, value);
    else target.create_attribute(name, whole ? BigInt64Array.of(BigInt(value)) : Float64Array.of(value), []);
  }
}

function readGroup(name: string, group: Group): NetcdfGroup {
  const variables: NetcdfVariable[] = [];
  const coordinates: Record<string, readonly string[]> = {};
  for (const key of group.keys()) {
    const dataset = group.get(key) as Dataset;
    if (dataset.get_scale_name() === null) {
      variables.push(readVariable(key, dataset));
      continue;
    }
    const { units } = readAttributes(dataset);
    const values = dataset.value as Parameters<typeof restoreLabels>[0];
    const labels = restoreLabels(values, typeof units === "string" ? units : undefined);
    if (labels !== undefined) coordinates[key] = labels;
  }
  return { name, variables, coordinates, attributes: readAttributes(group) };
}

function readVariable(name: string, dataset: Dataset): NetcdfVariable {
  const shape = dataset.shape ?? [];
  const dims = shape.map((_, axis) => dataset.get_attached_scales(axis)[0]?.split("/").at(-1) ?? `dim_${axis}`);
  const value = dataset.value;
  const values = typeof value === "number" ? Float64Array.of(value) : value;
  return { name, dims, shape, values: values as NetcdfValues };
}

function readAttributes(source: Group | Dataset): NetcdfAttributes {
  const found: Record<string, string | number> = {};
  for (const [name, { value: stored }] of Object.entries(source.attrs)) {
    // Others write a single number as a list of one.
    const value = ArrayBuffer.isView(stored) && stored.length === 1 ? stored[0] : stored;
    if (typeof value === "string" || typeof value === "number") found[name] = value;
    if (typeof value === "bigint") found[name] = Number(value);
  }
  return found;
}

/** The length of every dimension of a group, in the order in which they are to be written. */
function dimensionLengths(group: NetcdfGroup): Map<string, number> {
  const lengths = new Map<string, number>();
  const claim = (dim: string, length: number, owner: string): void => {
    const before = lengths.get(dim);
    if (before !== undefined && before !== length) {
      throw new RangeError(`${group.name}: ${owner} has ${length} along "${dim}", others have ${before}`);
    }
    lengths.set(dim, length);
  };
  for (const { name, dims, shape, values } of group.variables) {
    const size = elementCount(shape);
    if (dims.length !== shape.length || values.length !== size) {
      throw new RangeError(`${group.name}: "${name}" has ${values.length} values for the shape ${shape.join(" × ")}`);
    }
    if (new Set(dims).size !== dims.length) throw new RangeError(`${group.name}: "${name}" repeats a dimension`);
    dims.forEach((dim, axis) => {
      claim(dim, shape[axis] ?? 0, `"${name}"`);
    });
  }
  for (const [dim, labels] of Object.entries(group.coordinates)) claim(dim, labels.length, "its coordinate");
  requireNames(group, [...lengths.keys()]);
  return lengths;
}

/** @throws ConnectError for a name that netCDF does not allow, or that two things in the group have */
function requireNames(group: NetcdfGroup, dims: readonly string[]): void {
  const seen = new Set<string>();
  for (const name of [...dims, ...group.variables.map((variable) => variable.name)]) {
    if (name === "" || name.includes("/") || name !== name.trim()) {
      throw new ConnectError(`${group.name}: "${name}" cannot be a name in a netCDF file; rename it`);
    }
    if (seen.has(name)) {
      throw new ConnectError(`${group.name}: two things are called "${name}"; rename the variable or the dimension`);
    }
    seen.add(name);
  }
}
