// Operations on vectors that hold equally long groups one after the other, such as a panel's geos.
import { evenLength } from "../kernels/even-length.ts";
import type { Operation } from "./operation.ts";

/**
 * One coefficient per group and column: out[g, i] = Σ_c coefficients[c, g] · columns[c][g, i]. The first `groups` coefficients
 * belong to the first column. Each coefficient touches its own group's rows and no other.
 *
 * @param columns  constant, each (group, row)
 * @throws RangeError when a column cannot be divided into the groups
 */
export function groupedColumns(columns: readonly Float64Array[], groups: number): Operation {
  const length = columns[0]?.length ?? 0;
  const rows = length / groups;
  if (columns.some((column) => column.length !== length) || !Number.isInteger(rows)) {
    throw new RangeError(`columns of lengths ${columns.map((each) => each.length).join(", ")} in ${groups} groups`);
  }
  const columnsIn = partsOf(columns.length, length, evenLength(length));
  const slices = partsOf(columns.length, groups, groups);
  /** Scratch that holds the columns, within reach of its kernels. */
  const filled = new WeakSet<Float64Array>();
  return {
    name: "grouped columns",
    linearity: "jointly",
    outputLength([coefficients]) {
      if (coefficients === columns.length * groups) return length;
      throw new RangeError(`grouped columns: ${coefficients} coefficients for ${columns.length} × ${groups}`);
    },
    scratchLength: () => columns.length * evenLength(length),
    forward([coefficients], output, scratch, kernels) {
      const parts = columnsIn(scratch);
      const own = slices(coefficients);
      if (!filled.has(scratch)) {
        columns.forEach((column, c) => {
          parts[c].set(column);
        });
        filled.add(scratch);
      }
      kernels.scaleSeries(own[0], parts[0], output);
      for (let c = 1; c < parts.length; c += 1) kernels.addScaledSeries(own[c], parts[c], output);
    },
    adjoint(_inputs, _output, outputAdjoint, [coefficientsAdjoint], scratch, kernels) {
      if (coefficientsAdjoint === null) return;
      const parts = columnsIn(scratch);
      const own = slices(coefficientsAdjoint);
      for (let c = 0; c < parts.length; c += 1) kernels.addSeriesDots(parts[c], outputAdjoint, own[c]);
    },
  };
}

/** Parts of vectors, found once for each: the first `length` numbers from each multiple of `stride`. */
function partsOf(count: number, length: number, stride: number): (whole: Float64Array) => readonly Float64Array[] {
  const known = new WeakMap<Float64Array, readonly Float64Array[]>();
  return (whole) => {
    let parts = known.get(whole);
    if (parts === undefined) {
      parts = Array.from({ length: count }, (_, part) => whole.subarray(part * stride, part * stride + length));
      known.set(whole, parts);
    }
    return parts;
  };
}

/** Each group of the first input times its own factor, the second input: out[g, i] = values[g, i] · factors[g]. */
export const scaleGroups: Operation = {
  name: "scale groups",
  linearity: "each",
  outputLength([length, groups]) {
    requireGroups("scale groups", length, groups);
    return length;
  },
  forward([values, factors], output, _scratch, kernels) {
    kernels.scaleSeries(factors, values, output);
  },
  adjoint([values, factors], _output, outputAdjoint, [valuesAdjoint, factorsAdjoint], _scratch, kernels) {
    if (valuesAdjoint !== null) kernels.addScaledSeries(factors, outputAdjoint, valuesAdjoint);
    if (factorsAdjoint !== null) kernels.addSeriesDots(values, outputAdjoint, factorsAdjoint);
  },
};

/** Σ_k values_k[g, i] · factors_k[g], the inputs being values and factors by turns. */
export const sumOfScaledGroups: Operation = {
  name: "sum of scaled groups",
  outputLength(lengths) {
    for (let k = 0; k + 1 < lengths.length; k += 2) {
      requireGroups("sum of scaled groups", lengths[k], lengths[k + 1]);
      if (lengths[k] !== lengths[0]) throw new RangeError(`sum of scaled groups: lengths ${lengths.join(", ")}`);
    }
    return lengths[0];
  },
  forward(inputs, output, _scratch, kernels) {
    kernels.scaleSeries(inputs[1], inputs[0], output);
    for (let k = 2; k < inputs.length; k += 2) kernels.addScaledSeries(inputs[k + 1], inputs[k], output);
  },
  adjoint(inputs, _output, outputAdjoint, inputAdjoints, _scratch, kernels) {
    for (let k = 0; k < inputs.length; k += 2) {
      const valuesAdjoint = inputAdjoints[k];
      const factorsAdjoint = inputAdjoints[k + 1];
      if (valuesAdjoint !== null) kernels.addScaledSeries(inputs[k + 1], outputAdjoint, valuesAdjoint);
      if (factorsAdjoint !== null) kernels.addSeriesDots(inputs[k], outputAdjoint, factorsAdjoint);
    }
  },
};

/**
 * Weighted sum of each group: out[g] = Σ_i weights[g, i] · values[g, i].
 *
 * @param weights  constant, (group, row)
 */
export function groupSums(weights: Float64Array, groups: number): Operation {
  requireGroups("group sums", weights.length, groups);
  /** Scratch that holds the weights, within reach of its kernels. */
  const filled = new WeakSet<Float64Array>();
  return {
    name: "group sums",
    linearity: "jointly",
    outputLength([length]) {
      if (length !== weights.length) throw new RangeError(`group sums: ${length} values for ${weights.length} weights`);
      return groups;
    },
    scratchLength: () => weights.length,
    forward([values], output, scratch, kernels) {
      if (!filled.has(scratch)) {
        scratch.set(weights);
        filled.add(scratch);
      }
      output.fill(0);
      kernels.addSeriesDots(scratch, values, output);
    },
    adjoint(_inputs, _output, outputAdjoint, [valuesAdjoint], scratch, kernels) {
      if (valuesAdjoint !== null) kernels.addScaledSeries(outputAdjoint, scratch, valuesAdjoint);
    },
  };
}

/** One of the groups of a vector. @throws RangeError when there is no such group */
export function group(index: number, groups: number): Operation {
  if (index < 0 || index >= groups) throw new RangeError(`group ${index} of ${groups}`);
  return {
    name: `group ${index}`,
    linearity: "jointly",
    outputLength([length]) {
      requireGroups("group", length, groups);
      return length / groups;
    },
    forward([values], output) {
      const start = index * output.length;
      for (let i = 0; i < output.length; i += 1) output[i] = values[start + i];
    },
    adjoint(_inputs, _output, outputAdjoint, [valuesAdjoint]) {
      if (valuesAdjoint === null) return;
      const start = index * outputAdjoint.length;
      for (let i = 0; i < outputAdjoint.length; i += 1) valuesAdjoint[start + i] += outputAdjoint[i];
    },
  };
}

function requireGroups(name: string, length: number, groups: number): void {
  if (Number.isInteger(length / groups)) return;
  throw new RangeError(`${name}: a vector of length ${length} in ${groups} groups`);
}
