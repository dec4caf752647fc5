// The shape of a posterior as far as positions and records depend on it: what a kept chain must agree with.
import type { Posterior } from "../graph/log-density.ts";

export interface PosteriorLayout {
  /** Numbers that are sampled: those of the parameters that are not integrated out. */
  readonly dim: number;
  readonly variables: readonly { readonly name: string; readonly shape: readonly number[] }[];
}

export function layoutOf({ dim, variables }: Posterior): PosteriorLayout {
  return { dim, variables: variables.map(({ name, shape }) => ({ name, shape: [...shape] })) };
}

/** What is different, in words; empty when positions of one are positions of the other. */
export function layoutDifferences(before: PosteriorLayout, now: PosteriorLayout): string[] {
  const shapes = (layout: PosteriorLayout): Map<string, string> =>
    new Map(layout.variables.map(({ name, shape }) => [name, shape.length === 0 ? "one number" : shape.join(" × ")]));
  const [earlier, later] = [shapes(before), shapes(now)];
  const differences: string[] = [];
  for (const [name, shape] of earlier) {
    const present = later.get(name);
    if (present === undefined) differences.push(`${name} is gone`);
    else if (present !== shape) differences.push(`${name} was ${shape} and is ${present}`);
  }
  for (const name of later.keys()) if (!earlier.has(name)) differences.push(`${name} is new`);
  if (differences.length === 0 && before.dim !== now.dim) {
    differences.push(`${before.dim} numbers were sampled and now ${now.dim}, the others integrated out`);
  }
  return differences;
}
