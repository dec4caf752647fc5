// The command line's own errors; everything else that can go wrong is named where it happens.

/** The command was not understood; the reader's action: type it differently. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** The reader stopped the command before there was anything to keep. */
export class InterruptedError extends Error {
  override readonly name = "InterruptedError";
}
