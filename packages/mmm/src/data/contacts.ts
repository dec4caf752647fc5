// How often media were seen: people reached times how often each of them saw it.

/** (geo, time) like the exposure, which is reach where there is a frequency, and counts contacts itself where there is none. */
export function contacts({
  exposure,
  frequency,
}: {
  readonly exposure: Float64Array;
  readonly frequency?: Float64Array;
}): Float64Array {
  return frequency === undefined ? exposure : exposure.map((people, cell) => people * frequency[cell]);
}
