// How high a saturated series stands, as a differentiable operation: what its coefficient trades off against.
import { log, type Operation } from "@carryover/engine";

/** log( Σ s² / Σ s ): the logarithm of the series' mean, each period weighing as much as it holds. Series ≥ 0, not all 0. */
export const logLevel: Operation = {
  name: "log level",
  outputLength: () => 1,
  /** Σ s and Σ s². */
  scratchLength: () => 2,
  forward([series], output, scratch, kernels) {
    scratch[0] = kernels.sum(series);
    scratch[1] = kernels.dot(series, series);
    output[0] = log(scratch[1] / scratch[0]);
  },
  adjoint([series], _output, outputAdjoint, [adjoint], scratch, kernels) {
    if (adjoint === null) return;
    kernels.addConstant(-outputAdjoint[0] / scratch[0], adjoint);
    kernels.addScaled((2 * outputAdjoint[0]) / scratch[1], series, adjoint);
  },
};
