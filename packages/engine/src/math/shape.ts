// Shapes of arrays.

/** Number of elements of an array of this shape; one for a scalar, whose shape is empty. */
export function elementCount(shape: readonly number[]): number {
  return shape.reduce((product, length) => product * length, 1);
}
