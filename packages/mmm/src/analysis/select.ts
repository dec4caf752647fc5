// Order statistics without sorting: several at once, for bands over thousands of periods.

/**
 * Reorders values so that each wanted position holds what it would hold in ascending order; what lies between stays
 * unordered. Hoare's quickselect for several positions at once, O(n log k) on average.
 *
 * @param values     reordered in place
 * @param positions  wanted, ascending, each in [0, n)
 */
export function selectPositions(values: Float64Array, positions: readonly number[]): void {
  selectWithin(values, 0, values.length - 1, positions);
}

function selectWithin(values: Float64Array, start: number, end: number, positions: readonly number[]): void {
  let low = start;
  const high = end;
  let wanted = positions;
  while (low < high && wanted.length > 0) {
    const pivot = values[(low + high) >>> 1];
    let left = low;
    let right = high;
    while (left <= right) {
      while (values[left] < pivot) left += 1;
      while (values[right] > pivot) right -= 1;
      if (left <= right) {
        const swapped = values[left];
        values[left] = values[right];
        values[right] = swapped;
        left += 1;
        right -= 1;
      }
    }
    // Now [low, right] ≤ pivot ≤ [left, high], and what lies between equals the pivot.
    const below = wanted.filter((position) => position <= right);
    if (below.length > 0) selectWithin(values, low, right, below);
    wanted = wanted.filter((position) => position >= left);
    low = left;
  }
}
