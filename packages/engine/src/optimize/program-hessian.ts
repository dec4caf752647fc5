// Second derivatives of a program, in its scaled variables.
import type { ScaledProgram } from "./scaled-program.ts";

/** −∂²f of a program that has a full Hessian, symmetric (dimension, dimension); 1 on the diagonal of fixed variables. */
export function minusHessian(scaled: ScaledProgram, x: Float64Array, functionScale: number): Float64Array {
  const { dimension: n, width, program } = scaled;
  const matrix = new Float64Array(n * n);
  program.hessian?.(x, matrix);
  for (let i = 0; i < n; i += 1) {
    for (let j = 0; j < n; j += 1) {
      if (width[i] === 0 || width[j] === 0) matrix[i * n + j] = Number(i === j);
      else matrix[i * n + j] *= (-width[i] * width[j]) / functionScale;
    }
  }
  return matrix;
}

/** The same where only the diagonal is not zero. */
export function minusDiagonal(scaled: ScaledProgram, x: Float64Array, functionScale: number): Float64Array {
  const { dimension, width, program } = scaled;
  const diagonal = new Float64Array(dimension);
  program.hessianDiagonal?.(x, diagonal);
  return diagonal.map((each, i) => (width[i] === 0 ? 1 : (-each * width[i] * width[i]) / functionScale));
}

/** Writes ∂²f·v. */
export function hessianProduct(
  scaled: ScaledProgram,
  x: Float64Array,
  functionScale: number,
): (v: Float64Array, out: Float64Array) => void {
  const n = scaled.dimension;
  if (scaled.program.hessianDiagonal !== undefined) {
    const diagonal = minusDiagonal(scaled, x, functionScale);
    return (v, out) => {
      for (let i = 0; i < n; i += 1) out[i] = -diagonal[i] * v[i];
    };
  }
  const matrix = minusHessian(scaled, x, functionScale);
  return (v, out) => {
    for (let i = 0; i < n; i += 1) {
      let total = 0;
      for (let j = 0; j < n; j += 1) total -= matrix[i * n + j] * v[j];
      out[i] = total;
    }
  };
}
