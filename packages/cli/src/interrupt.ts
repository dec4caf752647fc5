// Ctrl-C: the first asks the work to stop and keep what it has, the second ends the process at once.

/** Calls back on every request to stop, until the returned function is called: then the system's own answer holds. */
export type ListenForInterrupts = (handle: () => void) => () => void;

/**
 * A terminal sends Ctrl-C to every process of the group, and npm passes it on once more: within this time a second signal is
 * the same key press.
 */
export const samePressMs = 400;

export interface Interrupts {
  readonly signal: AbortSignal;
  /** From now on a request to stop ends the process by the system's hand. */
  readonly release: () => void;
}

/**
 * A signal that aborts at the first request to stop. After `samePressMs` nobody listens any more: the next request ends the
 * process by the system's hand, even while a long computation keeps this thread from answering.
 */
export function interruptSignal(listen: ListenForInterrupts, onFirst: () => void): Interrupts {
  const controller = new AbortController();
  const release = listen(() => {
    if (controller.signal.aborted) return;
    controller.abort();
    onFirst();
    setTimeout(release, samePressMs).unref();
  });
  return { signal: controller.signal, release };
}

/** Resolves once the same key press can no longer come twice: to be awaited before a computation that blocks. */
export function pressIsOver(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, samePressMs + 100));
}
