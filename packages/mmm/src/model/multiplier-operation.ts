// A positive multiplier that averages to one over training, made of an unbounded function of time.
import { log1pExp, logistic, type Operation } from "@carryover/engine";

/**
 * softplus(f[t]) over its own mean, the mean taken over the training cells only: what comes later is measured in the same
 * unit, whatever else is in the panel. softplus(f) = log(1 + exp f).
 *
 * @param trained  one per cell: 1 where it belongs to training, 0 where not
 */
export function centeredSoftplus(trained: Float64Array): Operation {
  const cells = trained.reduce((sum, each) => sum + each, 0);
  return {
    name: "centered softplus",
    outputLength([length]) {
      if (length !== trained.length || cells === 0) {
        throw new RangeError(`centered softplus: ${length} values for ${trained.length} cells, ${cells} of training`);
      }
      return length;
    },
    /** The training mean of softplus(f). */
    scratchLength: () => 1,
    forward([f], output, scratch) {
      let sum = 0;
      for (let t = 0; t < output.length; t += 1) {
        output[t] = log1pExp(f[t]);
        sum += trained[t] * output[t];
      }
      scratch[0] = sum / cells;
      for (let t = 0; t < output.length; t += 1) output[t] /= scratch[0];
    },
    adjoint([f], output, outputAdjoint, [adjoint], scratch) {
      if (adjoint === null) return;
      let projection = 0;
      for (let t = 0; t < output.length; t += 1) projection += outputAdjoint[t] * output[t];
      const perCell = projection / cells;
      for (let t = 0; t < output.length; t += 1) {
        adjoint[t] += ((outputAdjoint[t] - trained[t] * perCell) * logistic(f[t])) / scratch[0];
      }
    },
  };
}
