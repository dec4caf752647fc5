// The fastest kernels that this host runs.
import type { OpenKernels } from "./kernels.ts";
import { openReferenceKernels } from "./reference.ts";
import { hasWebAssemblyKernels, openWebAssemblyKernels } from "./webassembly.ts";

/**
 * WebAssembly kernels; the reference kernels where there is no WebAssembly with two-lane instructions, or no memory to be
 * had for it. Both give the same numbers to the last bit; `kind` says which it is.
 */
export const openBestKernels: OpenKernels = (room) => {
  if (!hasWebAssemblyKernels()) return openReferenceKernels(room);
  try {
    return openWebAssemblyKernels(room);
  } catch (error) {
    if (error instanceof RangeError) return openReferenceKernels(room);
    throw error;
  }
};
