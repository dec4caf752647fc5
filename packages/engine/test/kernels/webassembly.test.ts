// Opening kernels: room, memory, what happens where there is no WebAssembly, and that nothing is allocated by a call.
import { readFile } from "node:fs/promises";
import { afterEach, expect, test, vi } from "vitest";
import { bytesFromBase64 } from "../../src/kernels/base64.ts";
import { openBestKernels } from "../../src/kernels/best.ts";
import type { Kernels } from "../../src/kernels/kernels.ts";
import { openWebAssemblyKernels } from "../../src/kernels/webassembly.ts";

const buildScript = new URL("../../assembly/build.mjs", import.meta.url).href;

afterEach(() => {
  vi.unstubAllGlobals();
  vi.resetModules();
});

test("the committed module was compiled from the sources as they are; npm run build compiles it again", async () => {
  // That it is what they compile to, byte for byte, is asked in simd-module.interop.ts: compiling takes seconds.
  const build: { sourcesDigest(): Promise<string> } = await import(buildScript);
  const committed = await readFile(new URL("../../src/kernels/simd-module.ts", import.meta.url), "utf8");
  expect(committed).toContain(`Sources: ${await build.sourcesDigest()}`);
});

test("base64 text of any length gives its bytes", () => {
  for (let length = 0; length < 40; length += 1) {
    const bytes = Uint8Array.from({ length }, (_, i) => (i * 97 + length * 31) % 256);
    expect([...bytesFromBase64(Buffer.from(bytes).toString("base64"))]).toEqual([...bytes]);
  }
});

test("vectors are zeros, start where pairs start, do not overlap, and fill no more than the announced room", () => {
  const lengths = [1, 3, 1000, 0, 7];
  const kernels = openWebAssemblyKernels({
    vectors: lengths.length,
    doubles: lengths.reduce((total, length) => total + length),
  });
  const vectors = lengths.map((length) => kernels.allocate(length));
  let end = 0;
  for (const vector of vectors) {
    expect(vector.every((value) => value === 0)).toBe(true);
    expect(vector.byteOffset % 16).toBe(0);
    expect(vector.byteOffset).toBeGreaterThanOrEqual(end);
    end = vector.byteOffset + vector.byteLength;
    vector.fill(1);
  }
  expect(vectors.map((vector) => vector.length)).toEqual(lengths);
  expect(() => kernels.allocate(20_000)).toThrow(/announced room/);
});

test("two thousand sets can be opened one after the other", { timeout: 60_000 }, () => {
  const room = { vectors: 2, doubles: 2000 };
  let total = 0;
  for (let k = 0; k < 2000; k += 1) {
    const kernels = openWebAssemblyKernels(room);
    const ones = kernels.allocate(1000).fill(1);
    total += kernels.dot(ones, ones);
  }
  expect(total).toBe(2_000_000);
});

test("where there is memory for no more sets, the best kernels are the reference's, and say so", async () => {
  class Exhausted {
    constructor() {
      throw new RangeError("WebAssembly.Memory(): could not allocate memory");
    }
  }
  vi.stubGlobal("WebAssembly", { ...wholeWebAssembly(), Memory: Exhausted });
  expect(openBestKernels({ vectors: 1, doubles: 1 }).kind).toBe("reference");
});

test("an error that is not the host's limit is not hidden", () => {
  class Broken {
    constructor() {
      throw new TypeError("unexpected");
    }
  }
  vi.stubGlobal("WebAssembly", { ...wholeWebAssembly(), Memory: Broken });
  expect(() => openBestKernels({ vectors: 1, doubles: 1 })).toThrow("unexpected");
});

test.each([
  ["without WebAssembly", undefined],
  ["without two-lane instructions", { ...wholeWebAssembly(), validate: () => false }],
])("%s the best kernels are the reference's, and say so", async (_name, host) => {
  vi.stubGlobal("WebAssembly", host);
  vi.resetModules();
  const fresh = await import("../../src/kernels/best.ts");
  expect(fresh.openBestKernels({ vectors: 1, doubles: 1 }).kind).toBe("reference");
});

test("where there is WebAssembly, the best kernels are in it, and say so", () => {
  expect(openBestKernels({ vectors: 1, doubles: 1 }).kind).toBe("webassembly");
});

test("a hundred thousand calls leave no garbage", () => {
  const n = 64;
  const kernels = openWebAssemblyKernels({ vectors: 12, doubles: 12 * n });
  const vectors = Array.from({ length: 8 }, () => kernels.allocate(n).fill(0.5));
  const scalars = Array.from({ length: 4 }, () => kernels.allocate(1).fill(0.5));
  const round = (): void => oneOfEach(kernels, vectors, scalars);
  for (let k = 0; k < 20_000; k += 1) round();
  const before = process.memoryUsage().heapUsed;
  for (let k = 0; k < 5000; k += 1) round();
  const used = process.memoryUsage().heapUsed - before;
  // 20 calls a round; a single boxed number in each would be 16 bytes · 100,000. A collection in between only lowers it.
  expect(used).toBeLessThan(1_000_000);
});

function oneOfEach(k: Kernels, [a, b, c, d, e, f, g, h]: Float64Array[], [p, q, r, s]: Float64Array[]): void {
  k.recursiveFilter(a, 0.5, 1, 64, b);
  k.hill(b, p, q, c, d);
  k.hillAdjoint(b, p, q, c, d, a, e, r, s);
  k.recursiveFilterAdjoint(a, 0.5, 1, 0, 64, b, e, f);
  k.truncatedFilter(a, 0.5, 8, 64, g, h);
  k.truncatedFilterTranspose(a, 0.5, 8, 64, g);
  k.causalConvolution(a, d, 64, g);
  k.causalConvolutionInputAdjoint(d, 64, a, g);
  k.tanhScaled(0.5, a, g);
  k.tanhScaledAdjoint(0.5, a, g, b, h);
  k.map("exp", a, g);
  k.mapAdjoint("log", a, g, b, h);
  k.add(a, p, g);
  k.multiply(a, b, g);
  k.addScaled(0.5, a, h);
  k.addProduct(a, b, h);
  k.dot(a, b);
  k.sum(a);
  k.projectOnColumns(a, p, g);
  k.addColumns(a, g, p);
}

/** The host's object has no enumerable properties to spread. */
function wholeWebAssembly(): Record<string, unknown> {
  const { Module, Memory, Instance, validate } = WebAssembly;
  return { Module, Memory, Instance, validate };
}
