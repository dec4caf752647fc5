import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Draws, Variable } from "@carryover/engine";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readDraws, readInferenceData, writeInferenceData } from "../../src/write/inference-data.ts";
import { exampleData, exampleDraws, uniforms } from "./example-data.ts";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "carryover-netcdf-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));
const at = (name: string): string => join(folder, name);

/** What a group kept in single precision gives back. */
const singly = (variables: readonly Variable[] = []): Variable[] =>
  variables.map((each) => ({ ...each, values: Float64Array.from(Float32Array.from(each.values)) }));

describe("draws written and read again", () => {
  test("are the very same, to the last bit, in the same order", async () => {
    await writeInferenceData(at("draws.nc"), { draws: exampleDraws });
    const back = await readDraws(at("draws.nc"));
    expect(back).toEqual(exampleDraws);
    expect(back.variables.map((each) => each.name)).toEqual(["sigma", "beta", "alpha", "trend"]);
    expect(Object.keys(back.coordinates).toSorted()).toEqual(Object.keys(exampleDraws.coordinates).toSorted());
  });

  test("bring their data, predictions and attributes along", async () => {
    await writeInferenceData(at("all.nc"), exampleData);
    const back = await readInferenceData(at("all.nc"));
    expect(back.draws).toEqual(exampleDraws);
    expect(back.observed).toEqual(exampleData.observed);
    expect(back.constantData).toEqual(exampleData.constantData);
    expect(back.logLikelihood).toEqual(singly(exampleData.logLikelihood));
    expect(back.posteriorPredictive).toEqual(singly(exampleData.posteriorPredictive));
    expect(back.attributes).toEqual(exampleData.attributes);
    expect(await readDraws(at("all.nc"))).toEqual(exampleDraws);
  });

  test("keep labels that only the data use, and say who made the file and when", async () => {
    const { time, ...others } = exampleDraws.coordinates;
    const draws = { ...exampleDraws, variables: exampleDraws.variables.slice(0, 2), coordinates: others };
    const data = { draws, observed: exampleData.observed ?? [], coordinates: { time: time ?? [] } };
    await writeInferenceData(at("labels.nc"), data);
    const back = await readInferenceData(at("labels.nc"));
    expect(back.draws).toEqual(draws);
    expect(back.coordinates).toEqual({ time });
    expect(back.attributes?.creation_library).toBe("carryover");
    expect(Date.parse(String(back.attributes?.created_at))).toBeLessThanOrEqual(Date.now());
    expect(back.logLikelihood).toEqual([]);
  });

  test.each([
    ["no day of the calendar", ["2023-02-29", "2023-03-01"]],
    ["quarters", ["2023-Q1", "2023-Q2"]],
    ["the empty label", ["", "2023-01-01"]],
    ["numbers", ["0", "1"]],
  ])("keep labels that are not dates as text: %s", async (_, labels) => {
    const draws: Draws = {
      ...exampleDraws,
      variables: [{ name: "x", dims: ["period"], shape: [2], values: uniforms(300, 1) }],
      coordinates: { period: labels },
    };
    await writeInferenceData(at("text.nc"), { draws });
    expect((await readDraws(at("text.nc"))).coordinates).toEqual({ period: labels });
  });

  test("may have a dimension without elements, such as no controls", async () => {
    const none: Variable = { name: "gamma", dims: ["control"], shape: [0], values: new Float64Array(0) };
    const draws = { ...exampleDraws, variables: [none], coordinates: { control: [] } };
    await writeInferenceData(at("none.nc"), { draws });
    expect(await readDraws(at("none.nc"))).toEqual(draws);
  });

  test("do not depend on how many bytes are written at a time", async () => {
    // 50 draws of 5 doubles in slabs of 7 draws: the last slab of each chain is shorter.
    await writeInferenceData(at("slabs.nc"), exampleData, { slabBytes: 7 * 5 * 8 });
    const back = await readInferenceData(at("slabs.nc"));
    expect(back.draws).toEqual(exampleDraws);
    expect(back.logLikelihood).toEqual(singly(exampleData.logLikelihood));
  });

  test("replace an older file as a whole", async () => {
    await writeInferenceData(at("twice.nc"), exampleData);
    await writeInferenceData(at("twice.nc"), { draws: exampleDraws });
    expect((await readInferenceData(at("twice.nc"))).observed).toEqual([]);
  });
});

describe("what cannot be stored is refused before a file is made", () => {
  const broken = (variable: Partial<Variable>): Draws => ({
    ...exampleDraws,
    variables: [{ name: "x", dims: ["channel"], shape: [4], values: new Float64Array(600), ...variable }],
  });

  test.each([
    ["too few values", broken({ values: new Float64Array(599) }), /"x" has 599 values for the shape 3 × 50 × 4/],
    [
      "a length unlike the labels",
      broken({ shape: [2], values: new Float64Array(300) }),
      /4 along "channel", others have 2/,
    ],
    ["a dimension twice", broken({ dims: ["geo", "geo"], shape: [2, 2] }), /"x" repeats a dimension/],
    ["a slash in a name", broken({ name: "a/b" }), /"a\/b" cannot be a name in a netCDF file/],
    ["no name", broken({ name: "" }), /cannot be a name/],
    ["a variable called as its dimension", broken({ name: "channel" }), /two things are called "channel"/],
  ])("%s", async (_, draws, message) => {
    await expect(writeInferenceData(at("refused.nc"), { draws })).rejects.toThrow(message);
    expect(await readdir(folder)).not.toContain("refused.nc");
  });
});

describe("a file that is not there or not ours is named in the error", () => {
  test("no such file, no such folder", async () => {
    await expect(readDraws(at("missing.nc"))).rejects.toThrow(/cannot read .*missing\.nc: .*no such file/i);
    await expect(writeInferenceData(at("no/such/folder.nc"), { draws: exampleDraws })).rejects.toThrow(
      /cannot write .*folder\.nc: .*no such file/i,
    );
  });

  test("a file of another kind, and one cut short", async () => {
    await writeFile(at("text.nc"), "not netCDF");
    await expect(readDraws(at("text.nc"))).rejects.toThrow(/text\.nc is not a netCDF-4 file/);
    await writeFile(at("short.nc"), "\u0089HDF\r\n\u001a\n", "latin1");
    await expect(readDraws(at("short.nc"))).rejects.toThrow(/^cannot read .*short\.nc: bad byte number in an address$/);
  });

  test("netCDF without a posterior or without the sampler's statistics", async () => {
    const { writeNetcdf } = await import("../../src/write/netcdf-file.ts");
    await writeNetcdf(at("foreign.nc"), [], {});
    await expect(readDraws(at("foreign.nc"))).rejects.toThrow(/foreign\.nc has no group "posterior"/);
    await writeNetcdf(at("foreign.nc"), [{ name: "posterior", variables: [], coordinates: {}, attributes: {} }], {});
    await expect(readDraws(at("foreign.nc"))).rejects.toThrow(/has no sample_stats\/lp/);
  });
});
