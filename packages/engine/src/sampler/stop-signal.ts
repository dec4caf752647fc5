// How a caller ends a run early: the part of the platforms' AbortSignal that the engine uses.

/** Any AbortSignal fits. */
export interface StopSignal {
  readonly aborted: boolean;
  addEventListener(type: "abort", listener: () => void, options?: { once?: boolean }): void;
  removeEventListener(type: "abort", listener: () => void): void;
}
