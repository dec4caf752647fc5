// From the model's unit to the KPI's.
import type { ModelGraph } from "../../model/model-graph.ts";

/** Scales values over (draw, geo, …) from the model's unit to the KPI's, in place. */
export function inKpiUnits(values: Float64Array, { unit }: ModelGraph, draws: number): Float64Array {
  if (unit === 1) return values;
  if (typeof unit === "number") {
    for (let index = 0; index < values.length; index += 1) values[index] *= unit;
    return values;
  }
  const perGeo = values.length / (draws * unit.length);
  for (let start = 0; start < values.length; ) {
    for (const ofGeo of unit) {
      const end = start + perGeo;
      for (; start < end; start += 1) values[start] *= ofGeo;
    }
  }
  return values;
}

/** KPI units per unit of the model in each cell, (geo, time). */
export function unitOfCells({ unit, expected }: ModelGraph): Float64Array {
  const units = typeof unit === "number" ? [unit] : unit;
  const periods = expected.length / units.length;
  return Float64Array.from({ length: expected.length }, (_, cell) => units[Math.floor(cell / periods)]);
}
