// Where parts of a vector begin: at even places, for kernels like their vectors aligned to two numbers.

/** The length rounded up to an even one. */
export function evenLength(length: number): number {
  return length + (length % 2);
}
