// Ctrl-C: the first asks the work to stop and keep what it has, the second ends the process at once.

export interface InterruptOptions {
  /** Told of the first. */
  onFirst(): void;
  /** Told of the second. */
  onSecond(): void;
  now?(): number;
}

/**
 * A terminal sends Ctrl-C to every process of the group, and npm passes it on once more: within this time a second signal is
 * the same key press.
 */
const samePressMs = 400;

/** A handler for SIGINT and SIGTERM with the signal that it aborts. */
export function interruptHandler({ onFirst, onSecond, now = Date.now }: InterruptOptions): {
  readonly signal: AbortSignal;
  readonly handle: () => void;
} {
  const controller = new AbortController();
  let firstAt: number | undefined;
  return {
    signal: controller.signal,
    handle: () => {
      if (firstAt === undefined) {
        firstAt = now();
        controller.abort();
        onFirst();
      } else if (now() - firstAt > samePressMs) {
        onSecond();
      }
    },
  };
}
