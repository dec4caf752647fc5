// A small, awkward fit to store: scalars, two and three dimensions, dates, other alphabets, infinities, no elements.
import type { Draws } from "@carryover/engine";
import type { InferenceData } from "../../src/write/inference-data.ts";

/** Independent uniform numbers in [0, 1) from a linear congruential generator, so that both languages see one input. */
export function uniforms(count: number, seed: number): Float64Array {
  let state = seed;
  return new Float64Array(count).map(() => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  });
}

const chains = 3;
const draws = 50;
const kept = chains * draws;
const channels = ["tv", "søk", "搜索", "0"];
const weeks = ["2024-02-26", "2024-03-04", "2024-03-11", "1969-12-29", "2100-02-28"];
const geos = ["north", "south"];

export const exampleDraws: Draws = {
  chains,
  draws,
  variables: [
    { name: "sigma", dims: [], shape: [], values: uniforms(kept, 1) },
    { name: "beta", dims: ["channel"], shape: [4], values: uniforms(kept * 4, 2) },
    { name: "alpha", dims: ["geo", "knot"], shape: [2, 3], values: uniforms(kept * 6, 3) },
    {
      name: "trend",
      dims: ["time"],
      shape: [5],
      values: uniforms(kept * 5, 4).map((value, index) => (index === 7 ? Number.NEGATIVE_INFINITY : value * 1e-300)),
    },
  ],
  // "holiday" labels nothing, "knot" has no labels.
  coordinates: { channel: channels, geo: geos, time: weeks, holiday: ["easter", "xmas"] },
  statistics: {
    logDensity: uniforms(kept, 5).map((value) => -1e4 * value),
    acceptanceRate: uniforms(kept, 6),
    divergent: Uint8Array.from({ length: kept }, (_, index) => (index % 17 === 0 ? 1 : 0)),
    energy: uniforms(kept, 7).map((value) => 1e4 * value),
    energyError: uniforms(kept, 8).map((value, index) => (index === 3 ? Number.POSITIVE_INFINITY : value - 0.5)),
    stepSize: new Float64Array(kept).fill(0.25),
    treeDepth: Uint8Array.from({ length: kept }, (_, index) => index % 11),
    leapfrogs: Uint32Array.from({ length: kept }, (_, index) => 4_000_000_000 + index),
    depthSaturated: Uint8Array.from({ length: kept }, (_, index) => (index % 11 === 10 ? 1 : 0)),
  },
};

export const exampleData: InferenceData = {
  draws: exampleDraws,
  observed: [
    { name: "y", dims: ["geo", "time"], shape: [2, 5], values: uniforms(10, 9).with(3, Number.NaN) },
    { name: "total", dims: [], shape: [], values: Float64Array.of(1234.5) },
  ],
  constantData: [{ name: "media", dims: ["time", "channel"], shape: [5, 4], values: uniforms(20, 10) }],
  logLikelihood: [
    { name: "y", dims: ["geo", "time"], shape: [2, 5], values: uniforms(kept * 10, 11).map((value) => -value) },
  ],
  posteriorPredictive: [{ name: "y", dims: ["geo", "time"], shape: [2, 5], values: uniforms(kept * 10, 12) }],
  attributes: {
    creation_library: "carryover",
    creation_library_version: "0.1.0",
    created_at: "2026-01-02T03:04:05.000Z",
    inference_library: "carryover-engine",
    sampling_time: 12.25,
    tuning_steps: 1000,
    note: "größer",
  },
};
