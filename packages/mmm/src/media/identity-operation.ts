// The operation that changes nothing: no adstock, or no saturation.
import type { Operation } from "@carryover/engine";
import { mediaLength } from "./input-lengths.ts";

/** output = input. */
export function identityOperation(what: "adstock" | "saturation"): Operation {
  const name = `no ${what}`;
  return {
    name,
    linearity: "jointly",
    outputLength: (lengths) => mediaLength(name, lengths, 1, []),
    forward([media], output) {
      output.set(media);
    },
    adjoint(_inputs, _output, outputAdjoint, [mediaAdjoint], _scratch, kernels) {
      if (mediaAdjoint !== null) kernels.addScaled(1, outputAdjoint, mediaAdjoint);
    },
  };
}
