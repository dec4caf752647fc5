// Saturation: the next dollar does less than the last. The kinds, their parameters and their curves.
import { exp, unreachable } from "@carryover/engine";
import {
  baselinedTanh,
  hill,
  hillSigmoid,
  inverseScaledLogistic,
  logarithmic,
  logistic,
  michaelisMenten,
  root,
  scaledTanh,
} from "./curves.ts";

/**
 * Which saturation a channel has. `tanh-baselined` has two parameters of which the curve fixes one combination only:
 * use it to state a prior as "a share `level` of the ceiling is reached at the reference exposure".
 */
export type SaturationSpec =
  | { readonly kind: "none" }
  | { readonly kind: "hill" }
  | { readonly kind: "logistic" }
  | { readonly kind: "inverse-scaled-logistic" }
  | { readonly kind: "tanh" }
  | { readonly kind: "tanh-baselined" }
  | { readonly kind: "michaelis-menten" }
  | { readonly kind: "hill-sigmoid" }
  | { readonly kind: "root" }
  | { readonly kind: "log" };

const parameterNames: Readonly<Record<SaturationSpec["kind"], readonly string[]>> = {
  none: [],
  hill: ["halfSaturation", "slope"],
  logistic: ["rate"],
  "inverse-scaled-logistic": ["halfSaturation"],
  tanh: ["saturationScale"],
  "tanh-baselined": ["reference", "level"],
  "michaelis-menten": ["halfSaturation"],
  "hill-sigmoid": ["rate", "midpoint"],
  root: ["exponent"],
  log: ["saturationScale"],
};

/** Names of a saturation's parameters, in the order in which functions and operations take them. */
export function saturationParameters(spec: SaturationSpec): readonly string[] {
  return parameterNames[spec.kind];
}

/**
 * Largest value of the curve, which a share of saturation is measured against; null when it grows without end.
 *
 * @param parameters  in the order of `saturationParameters(spec)`
 */
export function saturationCeiling(spec: SaturationSpec, parameters: readonly number[]): number | null {
  switch (spec.kind) {
    case "none":
    case "root":
    case "log":
      return null;
    case "hill-sigmoid":
      return 1 / (1 + exp(-parameters[0] * parameters[1]));
    default:
      return 1;
  }
}

/**
 * Saturated media, without the coefficient: the plain definition that `saturationOperation` computes fast.
 *
 * @param media       adstocked media, ≥ 0, in the unit the parameters are stated in
 * @param parameters  in the order of `saturationParameters(spec)`
 * @throws RangeError when the number of parameters does not fit
 */
export function saturation(spec: SaturationSpec, media: Float64Array, parameters: readonly number[]): Float64Array {
  const expected = saturationParameters(spec).length;
  if (parameters.length !== expected) {
    throw new RangeError(`${spec.kind} saturation takes ${expected} parameters, got ${parameters.length}`);
  }
  return media.map((u) => curve(spec.kind, u, parameters[0], parameters[1]));
}

function curve(kind: SaturationSpec["kind"], u: number, first: number, second: number): number {
  switch (kind) {
    case "none":
      return u;
    case "hill":
      return hill(u, first, second);
    case "logistic":
      return logistic(u, first);
    case "inverse-scaled-logistic":
      return inverseScaledLogistic(u, first);
    case "tanh":
      return scaledTanh(u, 1, first);
    case "tanh-baselined":
      return baselinedTanh(u, first, second / first, second);
    case "michaelis-menten":
      return michaelisMenten(u, 1, first);
    case "hill-sigmoid":
      return hillSigmoid(u, 1, first, second) - hillSigmoid(0, 1, first, second);
    case "root":
      return root(u, first);
    case "log":
      return logarithmic(u, first);
    default:
      return unreachable(kind);
  }
}
