// The check of input lengths that all media operations share.

/** Length of an operation's output: that of the media, which must divide evenly among the geos. @throws RangeError */
export function mediaLength(
  name: string,
  inputLengths: readonly number[],
  geos: number,
  parameters: readonly string[],
): number {
  const [length, ...rest] = inputLengths;
  if (rest.length !== parameters.length || rest.some((each) => each !== 1)) {
    throw new RangeError(
      `${name} takes media and scalars ${parameters.join(", ")}; got lengths ${inputLengths.join(", ")}`,
    );
  }
  if (length % geos !== 0) throw new RangeError(`${name}: ${length} values cannot be shared among ${geos} geos`);
  return length;
}
