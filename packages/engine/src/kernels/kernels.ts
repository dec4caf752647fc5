// The inner loops of an evaluation: one interface, carried out by WebAssembly or by plain loops.

/**
 * All vectors handed to one set of kernels come from its own `allocate`, so that nothing is copied for a call. No kernel
 * allocates. Matrices are stored column after column, (columns, rows), each column contiguous.
 */
export interface Kernels {
  readonly kind: "webassembly" | "reference";
  /** A vector of zeros within reach of these kernels. @throws RangeError when the announced room is used up. */
  allocate(length: number): Float64Array;
  /** Σ a[i] b[i]. */
  dot(a: Float64Array, b: Float64Array): number;
  /** target += weight · source. */
  addScaled(weight: number, source: Float64Array, target: Float64Array): void;
  /** target += a · b, element by element. */
  addProduct(a: Float64Array, b: Float64Array, target: Float64Array): void;
  /** products[k] = Σ_t columns[k, t] · vector[t]. */
  projectOnColumns(columns: Float64Array, vector: Float64Array, products: Float64Array): void;
  /** target[t] += Σ_k weights[k] · columns[k, t]. */
  addColumns(columns: Float64Array, weights: Float64Array, target: Float64Array): void;
}

/** Opens a set of kernels with room for `vectors` vectors of `doubles` numbers in all. */
export type OpenKernels = (room: { readonly vectors: number; readonly doubles: number }) => Kernels;
