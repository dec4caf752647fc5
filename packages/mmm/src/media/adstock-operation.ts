// Adstock as a differentiable operation: chooses the fastest exact form for each kind.
import type { Operation } from "@carryover/engine";
import { type AdstockSpec, lagWeightsOf, requireWindow } from "./adstock.ts";
import { geometricOperation, windowedGeometricOperation } from "./geometric-operation.ts";
import { identityOperation } from "./identity-operation.ts";
import { windowOperation } from "./window-operation.ts";

export interface AdstockOptions {
  /** Number of geos the media vector holds, one series of periods after the other. */
  readonly geos: number;
}

/**
 * The adstock of a spec over a panel. Inputs: media (geo, time), ≥ 0, then one vector of length one per name in
 * `adstockParameters(spec)`. Output: adstocked media (geo, time). Nothing is carried from one geo to the next.
 *
 * @throws RangeError when the window is not a whole number ≥ 1
 */
export function adstockOperation(spec: AdstockSpec, { geos }: AdstockOptions): Operation {
  const family = lagWeightsOf(spec);
  if (family === null || spec.kind === "none") return identityOperation("adstock");
  if (spec.window === null) return geometricOperation(spec.normalize, geos);
  requireWindow(spec.kind, spec.window);
  if (spec.kind === "geometric") return windowedGeometricOperation(spec.window, spec.normalize, geos);
  return windowOperation({
    name: `${spec.kind} adstock`,
    family,
    window: spec.window,
    normalize: spec.normalize,
    geos,
  });
}
