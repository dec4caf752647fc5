// The stored file in the hands of its readers: ArviZ, xarray with both engines, netCDF-C and h5py.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bfmi, leaveOneOut, type SummaryRow, summarize } from "@carryover/engine";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { writeInferenceData } from "../../src/write/inference-data.ts";
import { runPython } from "../interop/run-python.ts";
import { exampleData, exampleDraws } from "./example-data.ts";

interface SeenArray {
  readonly dims: readonly string[];
  readonly shape: readonly number[];
  readonly dtype: string;
  /** Base64 of little-endian float64. */
  readonly values: string;
}

interface SeenGroup {
  readonly variables: Readonly<Record<string, SeenArray>>;
  readonly coordinates: Readonly<Record<string, { readonly dtype: string; readonly labels: readonly string[] }>>;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly dimensions: Readonly<Record<string, number>>;
}

type Reader = "arviz-h5netcdf" | "arviz-netcdf4" | "xarray-h5netcdf" | "xarray-netcdf4" | "netCDF4" | "h5py";

type Seen = Readonly<Record<Reader, Readonly<Record<string, SeenGroup>>>> & {
  readonly diagnostics: {
    readonly summary: Readonly<Record<string, Readonly<Record<string, number>>>>;
    readonly loo: { readonly elpd: number; readonly se: number; readonly p: number };
    readonly bfmi: readonly number[];
  };
};

let folder = "";
/** The same data, written at once and in slabs of a few draws. */
const seen: Record<string, Seen> = {};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "carryover-interop-"));
  for (const [name, options] of Object.entries({ whole: {}, slabs: { slabBytes: 1000 } })) {
    const path = join(folder, `${name}.nc`);
    await writeInferenceData(path, exampleData, options);
    seen[name] = (await runPython("read_inference_data.py", [path])) as Seen;
  }
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const { chains, draws, statistics, coordinates } = exampleDraws;
const single = (values: Float64Array): Float64Array => Float64Array.from(Float32Array.from(values));

interface Expected {
  readonly dims: readonly string[];
  readonly shape: readonly number[];
  readonly dtype: string;
  readonly values: Float64Array;
}

const [logLikelihood, predictive] = [exampleData.logLikelihood?.[0], exampleData.posteriorPredictive?.[0]];
const statistic = (dtype: string, values: ArrayLike<number>): Expected => ({
  dims: ["chain", "draw"],
  shape: [chains, draws],
  dtype,
  values: Float64Array.from(values),
});

/** What must be seen in every group, whoever reads. */
const expected: Readonly<Record<string, Readonly<Record<string, Expected>>>> = {
  posterior: Object.fromEntries(
    exampleDraws.variables.map(({ name, dims, shape, values }) => [
      name,
      { dims: ["chain", "draw", ...dims], shape: [chains, draws, ...shape], dtype: "float64", values },
    ]),
  ),
  sample_stats: {
    lp: statistic("float64", statistics.logDensity),
    acceptance_rate: statistic("float64", statistics.acceptanceRate),
    diverging: statistic("bool", statistics.divergent),
    energy: statistic("float64", statistics.energy),
    max_energy_error: statistic("float64", statistics.energyError),
    step_size: statistic("float64", statistics.stepSize),
    tree_depth: statistic("int64", statistics.treeDepth),
    n_steps: statistic("int64", statistics.leapfrogs),
    reached_max_treedepth: statistic("bool", statistics.depthSaturated),
  },
  log_likelihood: {
    y: {
      dims: ["chain", "draw", "geo", "time"],
      shape: [chains, draws, 2, 5],
      dtype: "float32",
      values: single(logLikelihood?.values ?? new Float64Array(0)),
    },
  },
  posterior_predictive: {
    y: {
      dims: ["chain", "draw", "geo", "time"],
      shape: [chains, draws, 2, 5],
      dtype: "float32",
      values: single(predictive?.values ?? new Float64Array(0)),
    },
  },
  observed_data: Object.fromEntries(
    (exampleData.observed ?? []).map(({ name, dims, shape, values }) => [
      name,
      { dims, shape, dtype: "float64", values },
    ]),
  ),
  constant_data: Object.fromEntries(
    (exampleData.constantData ?? []).map(({ name, dims, shape, values }) => [
      name,
      { dims, shape, dtype: "float64", values },
    ]),
  ),
};

const numbersOf = (base64: string): Float64Array => {
  const bytes = Uint8Array.from(Buffer.from(base64, "base64"));
  return new Float64Array(bytes.buffer);
};

const readers: readonly Reader[] = [
  "arviz-h5netcdf",
  "arviz-netcdf4",
  "xarray-h5netcdf",
  "xarray-netcdf4",
  "netCDF4",
  "h5py",
];
const decoding = readers.slice(0, 4);
const undecoded: Readonly<Record<string, string>> = { bool: "int8" };

describe.each(["whole", "slabs"])("a file written in one manner or the other: %s", (manner) => {
  test.each(readers)("%s sees every variable with its dimensions, type and values", (reader) => {
    const groups = seen[manner]?.[reader] ?? {};
    expect(Object.keys(groups).toSorted()).toEqual(Object.keys(expected).toSorted());
    for (const [group, variables] of Object.entries(expected)) {
      const found = groups[group]?.variables ?? {};
      expect(Object.keys(found).toSorted()).toEqual(Object.keys(variables).toSorted());
      for (const [name, want] of Object.entries(variables)) {
        const { values, ...rest } = found[name] ?? { values: "" };
        const dtype = decoding.includes(reader) ? want.dtype : (undecoded[want.dtype] ?? want.dtype);
        expect({ group, name, ...rest }).toEqual({ group, name, dims: want.dims, shape: want.shape, dtype });
        expect(numbersOf(values)).toEqual(want.values);
      }
    }
  });

  test.each(decoding)("%s sees labels as text, weeks as dates, the rest numbered", (reader) => {
    const { posterior, observed_data } = seen[manner]?.[reader] ?? {};
    const labeled = posterior?.coordinates ?? {};
    for (const dim of ["channel", "geo", "time", "holiday"]) expect(labeled[dim]?.labels).toEqual(coordinates[dim]);
    expect(labeled.time?.dtype).toMatch(/^datetime64/);
    expect(labeled.knot).toEqual({ dtype: "int64", labels: ["0", "1", "2"] });
    expect(labeled.chain).toEqual({ dtype: "int64", labels: ["0", "1", "2"] });
    expect(labeled.draw?.labels).toHaveLength(draws);
    expect(observed_data?.coordinates.time?.labels).toEqual(coordinates.time);
  });

  test.each(decoding)("%s sees who made the draws, how and when", (reader) => {
    for (const group of Object.values(seen[manner]?.[reader] ?? {})) {
      expect(group.attributes).toEqual(exampleData.attributes);
    }
  });
});

test("netCDF-C keeps the dimensions of the groups apart", () => {
  expect(seen.whole?.netCDF4.constant_data?.dimensions).toEqual({ time: 5, channel: 4 });
  expect(seen.whole?.netCDF4.sample_stats?.dimensions).toEqual({ chain: 3, draw: 50 });
});

describe("what ArviZ computes from the file", () => {
  /** ArviZ's label of ours: a space after each comma. */
  const labelOf = (row: SummaryRow): string => row.label.replaceAll(",", ", ");

  test("is our summary", () => {
    const table = seen.whole?.diagnostics.summary ?? {};
    const rows = summarize(exampleDraws).filter((row) => !row.label.startsWith("trend"));
    expect(Object.keys(table)).toEqual(rows.map(labelOf));
    for (const row of rows) {
      const { mean, sd, mcse_mean, mcse_sd, ess_bulk, ess_tail, r_hat } = table[labelOf(row)] ?? {};
      const theirs = [mean, sd, mcse_mean, mcse_sd, ess_bulk, ess_tail, r_hat];
      const ours = [row.mean, row.sd, row.mcseMean, row.mcseSd, row.essBulk, row.essTail, row.rhat];
      // Two implementations of the same formulas: rounding only.
      for (const [index, value] of ours.entries()) expect(value / (theirs[index] ?? Number.NaN)).toBeCloseTo(1, 8);
    }
  });

  test("is our LOO and E-BFMI", () => {
    const { loo, bfmi: theirs } = seen.whole?.diagnostics ?? {};
    const values = single(logLikelihood?.values ?? new Float64Array(0));
    const ours = leaveOneOut({ drawCount: chains * draws, observations: 10, values });
    expect(ours.elpd).toBeCloseTo(loo?.elpd ?? Number.NaN, 8);
    expect(ours.standardError).toBeCloseTo(loo?.se ?? Number.NaN, 8);
    expect(ours.effectiveParameters).toBeCloseTo(loo?.p ?? Number.NaN, 8);
    for (const [chain, value] of bfmi(statistics.energy, exampleDraws).entries()) {
      expect(value).toBeCloseTo(theirs?.[chain] ?? Number.NaN, 10);
    }
  });
});
