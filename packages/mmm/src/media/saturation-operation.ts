// Saturation as a differentiable operation.
import { type Operation, unreachable } from "@carryover/engine";
import {
  hillSigmoidOperation,
  logarithmicOperation,
  michaelisMentenOperation,
  rootOperation,
} from "./curve-operations.ts";
import { hillOperation } from "./hill-operation.ts";
import { identityOperation } from "./identity-operation.ts";
import type { SaturationSpec } from "./saturation.ts";
import {
  baselinedTanhOperation,
  inverseScaledLogisticOperation,
  logisticOperation,
  scaledTanhOperation,
} from "./tanh-operations.ts";

/**
 * The saturation of a spec, element by element, without the coefficient. Inputs: adstocked media, ≥ 0, then one vector
 * of length one per name in `saturationParameters(spec)`. Output: as long as the media, zero where they are zero.
 */
export function saturationOperation(spec: SaturationSpec): Operation {
  switch (spec.kind) {
    case "none":
      return identityOperation("saturation");
    case "hill":
      return hillOperation;
    case "logistic":
      return logisticOperation;
    case "inverse-scaled-logistic":
      return inverseScaledLogisticOperation;
    case "tanh":
      return scaledTanhOperation;
    case "tanh-baselined":
      return baselinedTanhOperation;
    case "michaelis-menten":
      return michaelisMentenOperation;
    case "hill-sigmoid":
      return hillSigmoidOperation;
    case "root":
      return rootOperation;
    case "log":
      return logarithmicOperation;
    default:
      return unreachable(spec);
  }
}
