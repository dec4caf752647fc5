// Pointwise log likelihood of what a fit has seen: leaving out what it has not seen says nothing.
import type { LogLikelihood } from "@carryover/engine";
import type { Fit } from "../fit.ts";

/** @param seen  positions of cells, of `seenCells` */
export function seenLogLikelihood(fit: Fit, seen: Int32Array): LogLikelihood {
  const all = fit.pointwiseLogLikelihood();
  const drawCount = fit.draws.chains * fit.draws.draws;
  const cells = all.length / drawCount;
  if (seen.length === cells) return { values: all, drawCount, observations: cells };
  const values = new Float64Array(drawCount * seen.length); // (draw, seen cell)
  for (let draw = 0; draw < drawCount; draw += 1) {
    seen.forEach((cell, index) => {
      values[draw * seen.length + index] = all[draw * cells + cell];
    });
  }
  return { values, drawCount, observations: seen.length };
}
