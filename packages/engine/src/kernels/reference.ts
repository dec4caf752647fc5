// The kernels as plain loops: what the WebAssembly kernels equal to the last bit, and what runs where there is none.
import type { Kernels, OpenKernels } from "./kernels.ts";
import { referenceArrow } from "./reference-arrow.ts";
import { referenceCurves } from "./reference-curves.ts";
import { referenceFilters } from "./reference-filters.ts";
import { referenceSparse } from "./reference-sparse.ts";
import { referenceSeries, referenceVectors } from "./reference-vectors.ts";

export const referenceKernels: Kernels = {
  kind: "reference",
  allocate: (length) => new Float64Array(length),
  ...referenceVectors,
  ...referenceSeries,
  ...referenceFilters,
  ...referenceCurves,
  ...referenceSparse,
  ...referenceArrow,
};

/** Plain loops reach every vector: there is no room to run out of. */
export const openReferenceKernels: OpenKernels = () => referenceKernels;
