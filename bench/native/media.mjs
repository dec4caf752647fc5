// Compiles the media block in C with the compiler at hand and times it.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { output } from "../processes.mjs";

const source = fileURLToPath(new URL("media.c", import.meta.url));
const vectorized = ["-O3", "-mavx2", "-mfma", "-ffast-math"];

/** How each is compiled. The two with AVX2 differ in whose logarithm and exponential they call. */
export const nativeVariants = {
  scalar: { flags: ["-O2", "-fno-tree-vectorize"], title: "C, scalar, C library" },
  avx2Library: { flags: vectorized, title: "C, AVX2, libmvec" },
  avx2Polynomial: { flags: ["-DPOLYNOMIAL", ...vectorized], title: "C, AVX2, polynomials" },
};

/**
 * Microseconds per gradient and the gradient, by variant; a variant the compiler or the processor cannot do is null.
 * Undefined when there is no C compiler.
 *
 * @param numbers  see media.c
 */
export async function nativeMedia({ periods, channels, numbers, repetitions }) {
  const compiler = process.env.CC ?? "cc";
  const exists = await output(compiler, ["--version"]).then(
    () => true,
    () => false,
  );
  if (!exists) return undefined;
  const folder = await mkdtemp(join(tmpdir(), "carryover-bench-"));
  try {
    const results = {};
    for (const [name, { flags }] of Object.entries(nativeVariants)) {
      const program = join(folder, name);
      const input = Buffer.from(numbers.buffer, numbers.byteOffset, numbers.byteLength);
      results[name] = await output(compiler, [source, "-o", program, ...flags, "-lm"])
        .then(() => output(program, [periods, channels, repetitions].map(String), { input }))
        .then(JSON.parse, () => null);
    }
    return results;
  } finally {
    await rm(folder, { recursive: true });
  }
}
