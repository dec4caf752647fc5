// The scale on which a channel's part is a coefficient times its response: KPI units, or the KPI's logarithm where effects multiply.

/** A part of the expected KPI on that scale; both (…, time) as the part is. */
export interface ScaledPart {
  readonly part: Float64Array;
  /** The expected KPI without the part, KPI units; null where effects add up, and nothing depends on it. */
  readonly without: Float64Array | null;
}

/**
 * Where effects multiply, the expected KPI is what it would be without the part times exp(coefficient · response): the part on
 * the logarithm's scale is −log(1 − part / expected).
 *
 * @param part       what the channel's removal takes away, KPI units
 * @param expected   the expected KPI of the same cells; null where effects add up
 */
export function scaledPart(part: Float64Array, expected: Float64Array | null): ScaledPart {
  if (expected === null) return { part, without: null };
  return {
    part: part.map((value, index) => -Math.log1p(-value / expected[index])),
    without: part.map((value, index) => expected[index] - value),
  };
}

/** KPI that a response brings. @param without  as in `ScaledPart`; undefined or null where effects add up */
export function effectOf(scaledResponse: number, without: number | null | undefined): number {
  return without === null || without === undefined ? scaledResponse : without * Math.expm1(scaledResponse);
}
