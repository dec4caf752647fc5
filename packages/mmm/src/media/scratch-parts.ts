// Parts of an operation's scratch space as vectors of their own.

/**
 * Splits scratch vectors into consecutive parts. The views of each scratch vector are made once: new ones in every
 * evaluation would be garbage.
 *
 * @param lengths  of the parts, from the length of the whole
 */
export function scratchParts(
  lengths: (whole: number) => readonly number[],
): (scratch: Float64Array) => readonly Float64Array[] {
  const made = new WeakMap<Float64Array, readonly Float64Array[]>();
  return (scratch) => {
    const known = made.get(scratch);
    if (known !== undefined) return known;
    let start = 0;
    const parts = lengths(scratch.length).map((length) => {
      start += length;
      return scratch.subarray(start - length, start);
    });
    made.set(scratch, parts);
    return parts;
  };
}
