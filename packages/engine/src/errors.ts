// The engine's errors: one class per action the reader must take.

/** The model or its options cannot be sampled as asked; the reader's action: change the model or the options. */
export class SamplingError extends Error {
  override readonly name = "SamplingError";
}

/** Makes the compiler prove that a switch handles every case. */
export function unreachable(value: never): never {
  throw new Error(`unreachable: ${JSON.stringify(value)}`);
}
