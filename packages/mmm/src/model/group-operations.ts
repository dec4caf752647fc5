// Operations of a model over geos that the engine has no general form of: one series for all, one number for each, a geo left out.
import type { Operation } from "@carryover/engine";

/** The same series for every group: out[g, t] = series[t]. */
export function everyGroup(groups: number): Operation {
  return {
    name: "every group",
    linearity: "jointly",
    outputLength: ([length]) => length * groups,
    forward([series], output) {
      for (let group = 0; group < groups; group += 1) output.set(series, group * series.length);
    },
    adjoint([series], _output, outputAdjoint, [adjoint]) {
      if (adjoint === null) return;
      const { length } = series;
      for (let group = 0; group < groups; group += 1) {
        const start = group * length;
        for (let t = 0; t < length; t += 1) adjoint[t] += outputAdjoint[start + t];
      }
    },
  };
}

/** One number for all rows of a group: out[g, t] = values[g]. */
export function everyRow(rows: number): Operation {
  return {
    name: "every row",
    linearity: "jointly",
    outputLength: ([length]) => length * rows,
    forward([values], output) {
      for (let group = 0; group < values.length; group += 1) {
        output.fill(values[group], group * rows, (group + 1) * rows);
      }
    },
    adjoint(_inputs, _output, outputAdjoint, [adjoint]) {
      if (adjoint === null) return;
      for (let group = 0; group < adjoint.length; group += 1) {
        let total = 0;
        const end = (group + 1) * rows;
        for (let t = group * rows; t < end; t += 1) total += outputAdjoint[t];
        adjoint[group] += total;
      }
    },
  };
}

/** The vector with a zero put in at a place. */
export function withZeroAt(place: number): Operation {
  return {
    name: `zero at ${place}`,
    linearity: "jointly",
    outputLength: ([length]) => length + 1,
    forward([values], output) {
      for (let i = 0; i < output.length; i += 1) output[i] = i === place ? 0 : values[i < place ? i : i - 1];
    },
    adjoint(_inputs, _output, outputAdjoint, [adjoint]) {
      if (adjoint === null) return;
      for (let i = 0; i < adjoint.length; i += 1) adjoint[i] += outputAdjoint[i < place ? i : i + 1];
    },
  };
}

/**
 * Deviations around a mean that the worths fix: out[g] = sd · (z[g] − Σ worth · z / Σ worth), so that Σ worth · out = 0. Inputs:
 * standard deviations z, their sd (length one), worths. Said to be linear in nothing: each output needs every z, and a block
 * that integrates z out would lose the separateness of groups.
 */
export const worthCenteredDeviations: Operation = {
  name: "deviations around a fixed worth",
  outputLength([deviations, sd, worths]) {
    if (sd === 1 && deviations === worths) return deviations;
    throw new RangeError(`deviations around a fixed worth: lengths ${deviations}, ${sd} and ${worths}`);
  },
  forward([deviations, sd, worths], output) {
    const mean = weightedMean(deviations, worths);
    for (let g = 0; g < output.length; g += 1) output[g] = sd[0] * (deviations[g] - mean);
  },
  adjoint([deviations, sd, worths], _output, outputAdjoint, [deviationsAdjoint, sdAdjoint, worthsAdjoint]) {
    const mean = weightedMean(deviations, worths);
    let whole = 0;
    let all = 0;
    let along = 0;
    for (let g = 0; g < worths.length; g += 1) {
      whole += worths[g];
      all += outputAdjoint[g];
      along += outputAdjoint[g] * (deviations[g] - mean);
    }
    if (sdAdjoint !== null) sdAdjoint[0] += along;
    for (let g = 0; g < worths.length; g += 1) {
      const share = (sd[0] * all) / whole;
      if (deviationsAdjoint !== null) deviationsAdjoint[g] += sd[0] * outputAdjoint[g] - share * worths[g];
      if (worthsAdjoint !== null) worthsAdjoint[g] -= share * (deviations[g] - mean);
    }
  },
};

function weightedMean(values: Float64Array, weights: Float64Array): number {
  let total = 0;
  let whole = 0;
  for (let i = 0; i < values.length; i += 1) {
    total += weights[i] * values[i];
    whole += weights[i];
  }
  return total / whole;
}
