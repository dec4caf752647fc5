// What of a frozen specification must grow with the panel: knots are added, and the basis of a smooth function widened.
import type { ModelSpec, ProcessSpec } from "../model/spec.ts";

type Basis = ProcessSpec["basis"];

export interface GrownSpec {
  readonly spec: ModelSpec;
  /** Knots that were added; 0 where there are none. */
  readonly addedKnots: number;
  /** Names of the smooth functions whose basis was widened: their coefficients are no longer those of the earlier run. */
  readonly widened: readonly string[];
}

/**
 * Share of the basis's margin beyond the data that new periods may fill before it is widened: near the ends of its interval
 * the basis is pulled to zero.
 */
const usableMargin = 0.5;

/**
 * The same specification for a panel of `periods` periods that begins at the same date. Knots: the earlier ones stay, further
 * ones follow at their spacing as long as they fit; beyond the last the time effect is level. Smooth functions: the basis
 * stays while the last period is within half of its margin; else it is widened to the margin it had, with functions in
 * proportion, so that it follows the same shortest length scale. All else stays.
 */
export function growSpec(spec: ModelSpec, periods: number): GrownSpec {
  const knots = furtherKnots(spec.geo?.knots ?? spec.meridian?.knots ?? [], periods);
  const widened: string[] = [];
  const grow = <Process extends ProcessSpec>(name: string, process: Process): Process => {
    const basis = grownBasis(process.basis, periods);
    if (basis !== process.basis) widened.push(name);
    return { ...process, basis };
  };
  const { timeVarying, geo, meridian } = spec;
  return {
    spec: {
      ...spec,
      ...(geo === undefined || knots.length === 0 ? {} : { geo: { ...geo, knots: [...geo.knots, ...knots] } }),
      ...(geo !== undefined || meridian === undefined || knots.length === 0
        ? {}
        : { meridian: { ...meridian, knots: [...meridian.knots, ...knots] } }),
      ...(timeVarying === undefined
        ? {}
        : {
            timeVarying: {
              ...(timeVarying.intercept === undefined ? {} : { intercept: grow("intercept", timeVarying.intercept) }),
              ...(timeVarying.media === undefined ? {} : { media: grow("media", timeVarying.media) }),
            },
          }),
    },
    addedKnots: knots.length,
    widened,
  };
}

/** Rows at the mean spacing of the knots there are. */
function furtherKnots(knots: readonly number[], periods: number): number[] {
  if (knots.length < 2) return [];
  const [first, last] = [knots[0], knots[knots.length - 1]];
  const spacing = Math.max(1, Math.round((last - first) / (knots.length - 1)));
  return Array.from(
    { length: Math.max(0, Math.floor((periods - 1 - last) / spacing)) },
    (_, k) => last + (k + 1) * spacing,
  );
}

/** A basis is made around the middle of its data: they end at twice its center. */
function grownBasis(basis: Basis, periods: number): Basis {
  const { center, halfWidth, functions } = basis;
  const last = periods - 1;
  if (last <= 2 * center + usableMargin * (halfWidth - center)) return basis;
  const growth = last / (2 * center);
  return { center: last / 2, halfWidth: halfWidth * growth, functions: Math.ceil(functions * growth) };
}
