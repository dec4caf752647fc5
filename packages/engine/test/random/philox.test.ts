// Philox against its published answers, and the streams' independence and shape.
import { describe, expect, test } from "vitest";
import { normalCdf } from "../../src/math/error-function.ts";
import { openStream, philox4x32 } from "../../src/random/philox.ts";
import type { RandomStream, StreamKey } from "../../src/random/random-stream.ts";

const hex = (words: string): Uint32Array => Uint32Array.from(words.split(" "), (word) => Number.parseInt(word, 16));

/** Kolmogorov's D times √n: above 1.95 once in a thousand seeds; the seeds here are fixed. */
function kolmogorov(values: number[], cdf: (x: number) => number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const n = sorted.length;
  let largest = 0;
  sorted.forEach((x, index) => {
    largest = Math.max(largest, Math.abs(cdf(x) - index / n), Math.abs(cdf(x) - (index + 1) / n));
  });
  return largest * Math.sqrt(n);
}

const take = (stream: RandomStream, count: number, what: "uint32" | "uniform" | "normal" | "exponential"): number[] =>
  Array.from({ length: count }, () => stream[what]());

const base: StreamKey = { seed: 20_261_122, chain: 0, purpose: "momentum" };

describe("philox4x32", () => {
  test.each([
    ["all zero", "0 0 0 0", "0 0", "6627e8d5 e169c58d bc57ac4c 9b00dbd8"],
    ["all one", "ffffffff ffffffff ffffffff ffffffff", "ffffffff ffffffff", "408f276d 41c83b0e a20bc7c6 6d5451fd"],
    ["digits of π", "243f6a88 85a308d3 13198a2e 03707344", "a4093822 299f31d0", "d16cfe09 94fdcceb 5001e420 24126ea1"],
  ])("gives Random123's known answer for %s", (_, counter, key, answer) => {
    const out = new Uint32Array(4);
    philox4x32(hex(counter), hex(key), out);
    expect(out).toEqual(hex(answer));
  });
});

describe("openStream", () => {
  test("starts with the cipher of (block 0, chain, purpose) under the seed, then counts blocks up", () => {
    const stream = openStream({ seed: 2 ** 32 + 7, chain: 3, purpose: "data" });
    const block = new Uint32Array(4);
    for (let index = 0; index < 3; index += 1) {
      philox4x32(Uint32Array.of(index, 0, 3, 5), Uint32Array.of(7, 1), block);
      expect(take(stream, 4, "uint32")).toEqual([...block]);
    }
  });

  test("gives the same numbers for the same key, however streams are interleaved", () => {
    const alone = take(openStream(base), 50, "normal");
    const stream = openStream(base);
    const other = openStream({ ...base, chain: 1 });
    const interleaved = Array.from({ length: 50 }, () => {
      other.uniform();
      return stream.normal();
    });
    expect(interleaved).toEqual(alone);
  });

  test("gives different numbers when the seed, the chain or the purpose differs", () => {
    const keys: StreamKey[] = [
      base,
      { ...base, seed: base.seed + 1 },
      { ...base, seed: base.seed + 2 ** 32 },
      { ...base, chain: 1 },
      { ...base, purpose: "tree" },
      { ...base, purpose: "resample" },
    ];
    const words = keys.flatMap((key) => take(openStream(key), 200, "uint32"));
    // 1200 words of 32 bits: a chance collision has probability 1.7e-4
    expect(new Set(words).size).toBe(words.length);
  });

  test("neighboring chains are uncorrelated", () => {
    const n = 20_000;
    const first = take(openStream(base), n, "normal");
    const second = take(openStream({ ...base, chain: 1 }), n, "normal");
    const covariance = first.reduce((sum, x, index) => sum + x * second[index], 0) / n;
    expect(Math.abs(covariance)).toBeLessThan(4 / Math.sqrt(n)); // 4 standard errors
  });

  test("uniforms lie strictly inside (0, 1) and are uniform", () => {
    const values = take(openStream(base), 50_000, "uniform");
    expect(Math.min(...values.slice(0, 50_000))).toBeGreaterThan(0);
    expect(Math.max(...values)).toBeLessThan(1);
    expect(kolmogorov(values, (x) => x)).toBeLessThan(1.95);
  });

  test("normals are standard normal", () => {
    expect(kolmogorov(take(openStream(base), 50_000, "normal"), normalCdf)).toBeLessThan(1.95);
  });

  test("exponentials have rate one", () => {
    const values = take(openStream(base), 50_000, "exponential");
    expect(kolmogorov(values, (x) => -Math.expm1(-x))).toBeLessThan(1.95);
  });

  test.each([-1, 0.5, 2 ** 53 + 2, Number.NaN, Number.POSITIVE_INFINITY])("refuses the seed %s in words", (seed) => {
    expect(() => openStream({ ...base, seed })).toThrow(/^seed .* whole number from 0 to 9007199254740992/);
    expect(() => openStream({ ...base, seed })).toThrow(RangeError);
  });

  test("accepts the seeds 0 and 2^53", () => {
    expect(openStream({ ...base, seed: 0 }).uniform()).not.toBe(openStream({ ...base, seed: 2 ** 53 }).uniform());
  });

  test("refuses a negative chain and an unknown purpose", () => {
    expect(() => openStream({ ...base, chain: -1 })).toThrow("chain -1");
    expect(() => openStream({ ...base, purpose: "lottery" as StreamKey["purpose"] })).toThrow("momentum, tree");
  });
});
