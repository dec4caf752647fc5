// How high a saturated series stands, as a differentiable operation: what its coefficient trades off against.

import type { Operation } from "@carryover/engine";
import { log } from "@carryover/engine";

/** log( Σ s² / Σ s ): the logarithm of the series' mean, each period weighing as much as it holds. Series ≥ 0, not all 0. */
export const logLevel: Operation = {
  name: "log level",
  outputLength: () => 1,
  /** Σ s and Σ s². */
  scratchLength: () => 2,
  forward([series], output, scratch) {
    let sum = 0;
    let squares = 0;
    for (let t = 0; t < series.length; t += 1) {
      sum += series[t];
      squares += series[t] * series[t];
    }
    scratch[0] = sum;
    scratch[1] = squares;
    output[0] = log(squares / sum);
  },
  adjoint([series], _output, outputAdjoint, [adjoint], scratch) {
    if (adjoint === null) return;
    const ofSum = -outputAdjoint[0] / scratch[0];
    const ofSquares = (2 * outputAdjoint[0]) / scratch[1];
    for (let t = 0; t < series.length; t += 1) adjoint[t] += ofSum + ofSquares * series[t];
  },
};
