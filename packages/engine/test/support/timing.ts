// Times calls against each other on a machine that does other things as well.

/** Enough for the functions in a call's inner loops to be compiled for good. */
const warmupCalls = 200;

/**
 * Least milliseconds of processor time per batch of each call, over batches that take turns until all have had `batches`.
 * Processor time of this process: what others do on the machine counts only where it spoils every single batch.
 */
export function leastBatchMilliseconds(
  calls: readonly { readonly call: () => void; readonly batch: number }[],
  batches: number,
): number[] {
  for (const { call } of calls) for (let i = 0; i < warmupCalls; i += 1) call();
  const least = calls.map(() => Number.POSITIVE_INFINITY);
  for (let round = 0; round < batches; round += 1) {
    calls.forEach(({ call, batch }, index) => {
      const start = process.cpuUsage();
      for (let i = 0; i < batch; i += 1) call();
      const { user, system } = process.cpuUsage(start);
      least[index] = Math.min(least[index], (user + system) / 1000);
    });
  }
  return least;
}
