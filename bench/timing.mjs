// Times a call: the least of many batches, which other work on the machine can only spoil by never leaving it alone.

const batchMilliseconds = 1;

/**
 * Least microseconds per call of each of `calls`, in their order; batches of all take turns, so that ratios hold on a
 * machine whose speed drifts.
 *
 * @param milliseconds  time spent on each after warming up
 */
export function leastMicroseconds(calls, milliseconds) {
  const batches = calls.map((call) => batchSize(call));
  const least = calls.map(() => Number.POSITIVE_INFINITY);
  const end = performance.now() + milliseconds * calls.length;
  while (performance.now() < end) {
    calls.forEach((call, index) => {
      least[index] = Math.min(least[index], batchTime(call, batches[index]) / batches[index]);
    });
  }
  return least.map((each) => each * 1000);
}

/** Warms up, so that the call is compiled, and says how many calls take about a batch's time. */
function batchSize(call) {
  const warmUntil = performance.now() + 150;
  let calls = 1;
  let each = batchTime(call, calls);
  while (performance.now() < warmUntil) {
    each = batchTime(call, calls) / calls;
    calls = Math.max(1, Math.min(100_000, Math.round(batchMilliseconds / each)));
  }
  return calls;
}

function batchTime(call, calls) {
  const start = performance.now();
  for (let i = 0; i < calls; i += 1) call();
  return performance.now() - start;
}
