// Leaves a stationary point along a direction in which the Hessian bends upward.
import { upwardDirection } from "./ascent-direction.ts";
import { hessianProduct } from "./program-hessian.ts";
import { activityAt, type ScaledPoint, type ScaledProgram } from "./scaled-program.ts";
import type { ProgramMultipliers } from "./smooth-program.ts";

/** How much of the way to the next limit is tried. */
const shares = [1, 0.5, 0.25, 0.05, 0.005];

/** The best point found on the way, in either sense; undefined where no allowed direction bends upward or none gains. */
export function escapeUpward(
  scaled: ScaledProgram,
  point: ScaledPoint,
  multipliers: ProgramMultipliers,
  functionScale: number,
): ScaledPoint | undefined {
  const { program, width, linear } = scaled;
  const steepest = point.gradient.reduce((most, each, i) => Math.max(most, Math.abs(each * width[i])), 0);
  const size = Math.max(1, steepest / functionScale);
  const held = Array.from(point.x, (x, i) => {
    const [lower, upper] = [program.lower[i], program.upper[i]];
    const pull = (Math.abs(multipliers.bounds[i]) * width[i]) / functionScale;
    return lower === upper || ((x === lower || x === upper) && pull > 1e-9 * size);
  });
  const rows = linear.rows.filter((_, k) => linear.lower[k] === linear.upper[k] || multipliers.constraints[k] !== 0);
  const direction = upwardDirection(hessianProduct(scaled, point.x, functionScale), held, rows, 1e-9 * size);
  if (direction === undefined) return undefined;
  let best: ScaledPoint | undefined;
  for (const sign of [1, -1]) {
    const way = direction.map((each) => sign * each);
    const reach = reachOf(scaled, point.x, way);
    for (const share of reach > 0 ? shares : []) {
      const next = scaled.evaluate(scaled.moved(point.x, way, share * reach));
      if (next !== undefined && next.value > (best ?? point).value + 1e-14 * Math.abs(point.value)) best = next;
    }
  }
  return best;
}

/** How far bounds and inequalities let a direction go. */
function reachOf({ program, width, linear }: ScaledProgram, x: Float64Array, way: Float64Array): number {
  let reach = 1e6;
  for (let i = 0; i < x.length; i += 1) {
    if (Math.abs(way[i]) < 1e-12 || width[i] === 0) continue;
    const limit = way[i] > 0 ? program.upper[i] : program.lower[i];
    reach = Math.min(reach, (limit - x[i]) / (way[i] * width[i]));
  }
  linear.rows.forEach((row, k) => {
    const rate = row.reduce((total, each, i) => total + each * way[i], 0);
    if (linear.lower[k] === linear.upper[k] || Math.abs(rate) < 1e-12) return;
    const limit = rate > 0 ? linear.upper[k] : linear.lower[k];
    reach = Math.min(reach, Math.max(0, ((limit - activityAt(program, k, x)) * linear.scale[k]) / rate));
  });
  return reach;
}
