// Series of groups joined end to end within each group, such as what came before a panel's first period and the panel.
import type { Operation } from "./operation.ts";

/**
 * Vectors of the same groups one after the other within each group: out[g] = [first[g], second[g], …]. Each input is (group, row),
 * with as many rows as it likes.
 *
 * @throws RangeError when an input cannot be divided into the groups
 */
export function joinGroups(groups: number): Operation {
  return {
    name: "join groups",
    linearity: "jointly",
    outputLength(lengths) {
      const bad = lengths.find((length) => length % groups !== 0);
      if (bad !== undefined) throw new RangeError(`join groups: a vector of length ${bad} in ${groups} groups`);
      return lengths.reduce((total, length) => total + length, 0);
    },
    forward(inputs, output) {
      let start = 0;
      for (let group = 0; group < groups; group += 1) {
        for (const input of inputs) {
          const rows = input.length / groups;
          const from = group * rows;
          for (let i = 0; i < rows; i += 1) output[start + i] = input[from + i];
          start += rows;
        }
      }
    },
    adjoint(inputs, _output, outputAdjoint, inputAdjoints) {
      let start = 0;
      for (let group = 0; group < groups; group += 1) {
        for (let k = 0; k < inputs.length; k += 1) {
          const adjoint = inputAdjoints[k];
          const rows = inputs[k].length / groups;
          const from = group * rows;
          if (adjoint !== null) for (let i = 0; i < rows; i += 1) adjoint[from + i] += outputAdjoint[start + i];
          start += rows;
        }
      }
    },
  };
}
