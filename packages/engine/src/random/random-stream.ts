// The interface of a stream of random numbers.

/** A reproducible stream: the same key gives the same numbers on any machine, however many streams are open. */
export interface RandomStream {
  /** The next 32 random bits, an unsigned integer. */
  uint32(): number;
  /** Uniform on the open interval (0, 1), 53 bits. */
  uniform(): number;
  /** Standard normal. */
  normal(): number;
  /** Exponential with rate 1. */
  exponential(): number;
}

/** A stream that can be left and opened again where it was. */
export interface ResumableStream extends RandomStream {
  /** How many numbers of 32 bits have been taken. */
  readonly position: number;
}

/** What a stream is keyed by. Different keys give independent streams. */
export interface StreamKey {
  readonly seed: number;
  readonly chain: number;
  /** What the numbers are for: one purpose, one stream. */
  readonly purpose: "momentum" | "tree" | "initial" | "block" | "predictive" | "data" | "resample" | "search";
}
