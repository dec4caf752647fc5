// Whether two arrays hold the very same numbers, told fast also of long ones.
import type { Draws } from "../../src/draws/draws.ts";

export function sameBits(a: Float64Array, b: Float64Array | undefined): boolean {
  return b !== undefined && a.length === b.length && a.every((value, index) => Object.is(value, b[index]));
}

/** Whether two runs have the same draws of every variable, and the same statistics. */
export function sameDraws(a: Draws, b: Draws): boolean {
  return (
    a.chains === b.chains &&
    a.draws === b.draws &&
    a.variables.every(
      ({ name, values }, index) => name === b.variables[index].name && sameBits(values, b.variables[index].values),
    ) &&
    sameBits(a.statistics.logDensity, b.statistics.logDensity) &&
    sameBits(a.statistics.energy, b.statistics.energy) &&
    sameBits(a.statistics.stepSize, b.statistics.stepSize) &&
    a.statistics.leapfrogs.every((count, index) => count === b.statistics.leapfrogs[index])
  );
}
