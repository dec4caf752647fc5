// The kernels in WebAssembly, two numbers at a time: one memory and one instance for each opened set.
import { bytesFromBase64 } from "./base64.ts";
import type { OpenKernels } from "./kernels.ts";
import type { SimdExports } from "./simd-exports.ts";
import { constantsEnd, simdModuleBase64 } from "./simd-module.ts";
import { WebAssemblyKernels } from "./webassembly-kernels.ts";

const pageBytes = 65536;

/** Compiled at the first opening, then shared by all sets of this thread. */
let compiled: WebAssembly.Module | undefined;

/** Whether this host runs two-lane WebAssembly. */
export function hasWebAssemblyKernels(): boolean {
  if (compiled !== undefined) return true;
  return typeof WebAssembly === "object" && WebAssembly.validate(bytesFromBase64(simdModuleBase64));
}

/**
 * @throws RangeError when the host will not compile in this thread, or has no address space left for another memory: V8
 *   reserves several gigabytes of it for each, until the kernels are collected
 */
export const openWebAssemblyKernels: OpenKernels = ({ vectors, doubles }) => {
  compiled ??= new WebAssembly.Module(bytesFromBase64(simdModuleBase64));
  // Vectors start at multiples of 16 bytes, so that each may leave 8 unused; half of the indices' room may be, too.
  const bytes = constantsEnd + 16 + (vectors + doubles) * Float64Array.BYTES_PER_ELEMENT;
  const pages = Math.ceil(bytes / pageBytes);
  const memory = new WebAssembly.Memory({ initial: pages, maximum: pages });
  const instance = new WebAssembly.Instance(compiled, { env: { memory } });
  return new WebAssemblyKernels(instance.exports as SimdExports, memory.buffer, constantsEnd, bytes);
};
