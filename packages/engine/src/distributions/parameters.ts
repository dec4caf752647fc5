// What parameters may be, in words, and the step from a family to a distribution with its numbers filled in.
import type { Distribution, DistributionFamily } from "./distribution.ts";

/** Complaint unless the value is finite. */
export function finite(name: string, value: number): string | undefined {
  return Number.isFinite(value) ? undefined : `${name} is ${value}; it must be a finite number`;
}

/** Complaint unless the value is finite and above zero. */
export function positive(name: string, value: number): string | undefined {
  return value > 0 && Number.isFinite(value) ? undefined : `${name} is ${value}; it must be a finite number above 0`;
}

/** The complaints there are, joined; undefined when there is none. */
export function complaints(...found: readonly (string | undefined)[]): string | undefined {
  const real = found.filter((each) => each !== undefined);
  return real.length === 0 ? undefined : real.join("; ");
}

/** The family with its parameters fixed. @throws RangeError with the family's name and every complaint */
export function fixed(family: DistributionFamily, args: readonly number[]): Distribution {
  const problem = family.problem(args);
  if (problem !== undefined) throw new RangeError(`${family.name}: ${problem}`);
  return { family, args };
}

/** −∞ with zero derivatives: the answer outside a support. */
export function outside(derivatives: Float64Array): number {
  derivatives.fill(0);
  return Number.NEGATIVE_INFINITY;
}
